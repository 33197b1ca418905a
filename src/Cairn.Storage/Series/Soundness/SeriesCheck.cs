using System.Text;
using Cairn.Storage.Series.Codec;
using Cairn.Storage.Series.Sql;

namespace Cairn.Storage.Series.Soundness;

/// <summary>Reads every staged batch, row group and chunk of a series file against its checksum, at one moment.</summary>
public static class SeriesCheck
{
    /// <summary>
    /// What is damaged, each named by run, key and steps; empty for a sound file. <paramref name="visited"/> gets the
    /// number of parts looked at, now and then.
    /// </summary>
    public static IReadOnlyList<string> Run(string path, Action<long>? visited = null)
    {
        var problems = new List<string>();
        using var database = Database.Open(path, create: false);
        database.Execute("PRAGMA query_only = 1; BEGIN");
        var parts = 0L;
        void Count()
        {
            if (++parts % 4096 == 0)
                visited?.Invoke(parts);
        }

        var axes = Axes(database, problems, Count);
        var series = Series(database);
        Chunks(database, axes, series, problems, Count);
        Stage(database, problems, Count);
        Totals(database, problems);
        database.Execute("COMMIT");
        visited?.Invoke(parts);
        return problems;
    }

    /// <summary>Rows of each sound row group.</summary>
    private static Dictionary<long, int> Axes(Database database, List<string> problems, Action count)
    {
        var axes = new Dictionary<long, int>();
        using var statement = database.Prepare("SELECT id, count, crc, mini, data FROM axis");
        while (statement.Step())
        {
            count();
            var (id, rows) = (statement.Long(0), (int)statement.Long(1));
            var mini = statement.Blob(3);
            var data = statement.Blob(4);
            if (Checksum.Add(Checksum.Add((uint)rows, mini), data) != (uint)statement.Long(2))
            {
                problems.Add($"row group {Ids.Group(id)} of run {Ids.Owner(id)}: its {rows} steps and times do not fit their checksum");
                continue;
            }

            axes.Add(id, rows);
        }

        return axes;
    }

    private static Dictionary<long, (long Run, string Key)> Series(Database database)
    {
        var series = new Dictionary<long, (long, string)>();
        using var statement = database.Prepare("SELECT s.id, s.run, k.key FROM series s JOIN key k ON k.id = s.key");
        while (statement.Step())
            series.Add(statement.Long(0), (statement.Long(1), Encoding.UTF8.GetString(statement.Blob(2))));
        return series;
    }

    private static void Chunks(
        Database database,
        Dictionary<long, int> axes,
        Dictionary<long, (long Run, string Key)> series,
        List<string> problems,
        Action count)
    {
        var buried = Buried(database);
        var values = new double[ValueColumn.Most];
        using var statement = database.Prepare(
            $"SELECT id, {TallyColumns.Names}, mini_crc, data_crc, mini, data FROM chunk ORDER BY id");
        while (statement.Step())
        {
            count();
            var id = statement.Long(0);
            var (owner, group) = (Ids.Owner(id), Ids.Group(id));
            if (buried.Contains(id))
                continue;
            if (!series.TryGetValue(owner, out var name))
            {
                problems.Add($"chunk {id} belongs to series {owner}, which is not there");
                continue;
            }

            var tally = TallyColumns.Read(statement, 1);
            var place = $"run {name.Run}, series '{name.Key}', steps {tally.FirstStep} to {tally.LastStep} (chunk {id})";
            if (Checksum.Add(TallyColumns.Seed(id, tally), statement.Blob(TallyColumns.Count + 3)) != (uint)statement.Long(TallyColumns.Count + 1))
                problems.Add($"{place}: its summary does not fit its checksum");
            var data = statement.Blob(TallyColumns.Count + 4);
            if (Checksum.Of(data) != (uint)statement.Long(TallyColumns.Count + 2))
                problems.Add($"{place}: its {tally.Count} values do not fit their checksum");
            else if (!axes.TryGetValue(Ids.Row(name.Run, group), out var rows))
                problems.Add($"{place}: its steps are missing or damaged");
            else if (rows != tally.Count || !Decodes(data, values.AsSpan(0, rows)))
                problems.Add($"{place}: its values cannot be decoded");
        }
    }

    private static bool Decodes(ReadOnlySpan<byte> data, Span<double> values)
    {
        try
        {
            ValueColumn.Read(data, 0, values);
            return true;
        }
        catch (SeriesDamagedException)
        {
            return false;
        }
    }

    private static HashSet<long> Buried(Database database)
    {
        var buried = new HashSet<long>();
        using var statement = database.Prepare("SELECT id, series FROM grave");
        while (statement.Step())
        {
            var group = Ids.Group(statement.Long(0));
            foreach (var owner in SeriesList.Read(statement.Blob(1)))
                buried.Add(Ids.Row(owner, group));
        }

        return buried;
    }

    private static void Stage(Database database, List<string> problems, Action count)
    {
        using var statement = database.Prepare("SELECT seq, run, crc, payload FROM stage");
        while (statement.Step())
        {
            count();
            if (Checksum.Of(statement.Blob(3)) != (uint)statement.Long(2))
                problems.Add($"staged batch {statement.Long(0)} of run {statement.Long(1)} does not fit its checksum");
        }
    }

    private static void Totals(Database database, List<string> problems)
    {
        var (counted, noted) = (database.Scalar("SELECT count(*) FROM chunk"), database.Scalar("SELECT chunks FROM total"));
        if (counted != noted)
            problems.Add($"there are {counted} chunks, but the file counts {noted}");
    }
}
