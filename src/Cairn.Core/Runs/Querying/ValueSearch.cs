using System.Text;
using System.Text.Json;

namespace Cairn.Core.Runs.Querying;

/// <summary>Looks through the settings of runs for a text, without building columns: newest runs first, as long as time allows.</summary>
internal static class ValueSearch
{
    private const int RunsBetweenLooks = 256;

    public static FoundValues Find(
        RunTable table, RunDocuments documents, IReadOnlyCollection<long> projects, string text, int limit, TimeSpan patience,
        TimeProvider time)
    {
        var began = time.GetTimestamp();
        var wanted = projects.ToHashSet();
        var found = new List<(long, RunColumn, string)>();
        var seen = new HashSet<(long, string, string)>();
        var looked = false;
        var needle = Encoding.UTF8.GetBytes(text);
        for (var chunk = table.Chunks.Length - 1; chunk >= 0; chunk--)
        {
            var runs = new List<RunRecord>();
            foreach (var record in table.Chunk(chunk).Records)
            {
                if (record is { DeletedAt: null } && wanted.Contains(record.ProjectId))
                    runs.Add(record);
            }

            runs.Reverse();
            foreach (var some in runs.Chunk(RunsBetweenLooks))
            {
                if (found.Count >= limit)
                    return new FoundValues(found, false);

                // Who had no time left gets the newest runs all the same.
                if (looked && time.GetElapsedTime(began) > patience)
                    return new FoundValues(found, true);
                looked = true;
                var configs = documents.Read(some, RunColumnFamily.Config);
                for (var i = 0; i < some.Length && found.Count < limit; i++)
                {
                    if (Contains(configs[i], needle))
                        Collect(some[i].ProjectId, configs[i], text, seen, found);
                }
            }
        }

        return new FoundValues([.. found.Take(limit)], false);
    }

    private static void Collect(
        long project, byte[] config, string text, HashSet<(long, string, string)> seen, List<(long, RunColumn, string)> found)
    {
        using var document = JsonDocument.Parse(config);
        Walk(document.RootElement, "");

        void Walk(JsonElement element, string path)
        {
            if (element.ValueKind == JsonValueKind.Object)
            {
                foreach (var member in element.EnumerateObject())
                    Walk(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}");
            }
            else if (element.ValueKind == JsonValueKind.String && element.GetString() is { } value &&
                     value.Contains(text, StringComparison.OrdinalIgnoreCase) && seen.Add((project, path, value)))
            {
                found.Add((project, RunColumn.Config(path), value));
            }
        }
    }

    // Letters of ASCII in any case, all others as they are.
    private static bool Contains(ReadOnlySpan<byte> document, ReadOnlySpan<byte> needle)
    {
        if (needle.IsEmpty)
            return false;
        var (lower, upper) = ((byte)char.ToLowerInvariant((char)needle[0]), (byte)char.ToUpperInvariant((char)needle[0]));
        if (needle[0] >= 128)
            lower = upper = needle[0];
        while (document.Length >= needle.Length)
        {
            var at = document[..(document.Length - needle.Length + 1)].IndexOfAny(lower, upper);
            if (at < 0)
                return false;
            if (Same(document.Slice(at, needle.Length), needle))
                return true;
            document = document[(at + 1)..];
        }

        return false;
    }

    private static bool Same(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        for (var i = 0; i < left.Length; i++)
        {
            var (a, b) = (left[i], right[i]);
            if (a != b && !(a < 128 && b < 128 && char.ToLowerInvariant((char)a) == char.ToLowerInvariant((char)b)))
                return false;
        }

        return true;
    }
}
