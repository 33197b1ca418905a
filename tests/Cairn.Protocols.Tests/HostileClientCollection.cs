namespace Cairn.Protocols.Tests;

/// <summary>Alone, because memory is measured.</summary>
[CollectionDefinition(nameof(HostileClientTests), DisableParallelization = true)]
public sealed class HostileClientCollection;
