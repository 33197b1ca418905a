namespace Cairn.Storage.Catalog;

/// <summary>One step of a database's schema; steps are numbered from 1 in the order of their list.</summary>
/// <param name="Name">What it brings, for the log.</param>
/// <param name="Sql">Statements run in the migration's transaction.</param>
public sealed record Migration(string Name, string Sql);
