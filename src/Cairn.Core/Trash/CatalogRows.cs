using Dapper;
using Microsoft.Data.Sqlite;

namespace Cairn.Core.Trash;

/// <summary>
/// Removes rows with all that cannot be without them, by the foreign keys that the schema declares: where a reference may
/// be null it becomes null, else its row goes too. New tables need nothing said here.
/// </summary>
internal sealed class CatalogRows(SqliteConnection db)
{
    private const int AtOnce = 500;
    private const int DeepestNesting = 8;
    private ILookup<string, (string Table, string Column, bool IsNullable)>? _references;

    public void Remove(string table, IReadOnlyCollection<long> ids) => Remove(table, ids, 0);

    private void Remove(string table, IReadOnlyCollection<long> ids, int depth)
    {
        if (ids.Count == 0 || depth > DeepestNesting)
            return;
        _references ??= References();
        foreach (var some in ids.Chunk(AtOnce))
        {
            foreach (var (child, column, isNullable) in _references[table])
            {
                if (isNullable)
                {
                    db.Execute($"UPDATE \"{child}\" SET \"{column}\" = NULL WHERE \"{column}\" IN @some", new { some });
                    continue;
                }

                if (_references.Contains(child))
                    Remove(child, db.Query<long>($"SELECT id FROM \"{child}\" WHERE \"{column}\" IN @some", new { some }).ToList(), depth + 1);
                db.Execute($"DELETE FROM \"{child}\" WHERE \"{column}\" IN @some", new { some });
            }

            db.Execute($"DELETE FROM \"{table}\" WHERE id IN @some", new { some });
        }
    }

    // References that delete by themselves (ON DELETE CASCADE) and those to other columns than id are left to SQLite.
    private ILookup<string, (string Table, string Column, bool IsNullable)> References()
    {
        var tables = db.Query<string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").ToList();
        return tables.SelectMany(child =>
        {
            var required = db.Query<(string Name, long NotNull)>("SELECT name, \"notnull\" OR pk FROM pragma_table_info(@child)", new { child })
                .ToDictionary(column => column.Name, column => column.NotNull != 0);
            return db.Query<(string Table, string From, string? To, string OnDelete)>(
                    "SELECT \"table\", \"from\", \"to\", on_delete FROM pragma_foreign_key_list(@child)", new { child })
                .Where(key => key.To is null or "id" && key.OnDelete == "NO ACTION")
                .Select(key => (Parent: key.Table, Child: (child, key.From, !required[key.From])));
        }).ToLookup(one => one.Parent, one => one.Child);
    }
}
