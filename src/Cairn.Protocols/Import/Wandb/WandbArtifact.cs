namespace Cairn.Protocols.Import.Wandb;

/// <summary>An artifact that a run logged, with the files of it that lie on this machine.</summary>
internal sealed record WandbArtifact(string Name, IReadOnlyList<ImportedFile> Files, int Missing, int References)
{
    private const string Folder = "artifacts";

    public static WandbArtifact Read(ReadOnlySpan<byte> message)
    {
        var name = "";
        var entries = new List<(string Path, string Local, bool IsReference)>();
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field == 5)
                name = reader.Text;
            else if (reader.Field == 12)
                ReadManifest(reader.Bytes, entries);
        }

        var files = entries
            .Where(entry => !entry.IsReference && entry.Local.Length > 0 && File.Exists(entry.Local))
            .Select(entry => ImportedFile.Local($"{Folder}/{name}/{entry.Path}", entry.Local))
            .ToList();
        var references = entries.Count(entry => entry.IsReference);
        return new WandbArtifact(name, files, entries.Count - references - files.Count, references);
    }

    private static void ReadManifest(ReadOnlySpan<byte> message, List<(string, string, bool)> entries)
    {
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field != 4)
                continue;
            var (path, local, reference) = ("", "", false);
            var entry = new ProtoReader(reader.Bytes);
            while (entry.Next())
            {
                if (entry.Field == 1)
                    path = entry.Text;
                else if (entry.Field == 3)
                    reference = entry.Bytes.Length > 0;
                else if (entry.Field == 6)
                    local = entry.Text;
            }

            entries.Add((path, local, reference));
        }
    }
}
