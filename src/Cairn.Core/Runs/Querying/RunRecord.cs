using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Cairn.Core.Runs.Querying;

/// <summary>What the index keeps of a run: its attributes, and its documents as UTF-8 JSON that is parsed only when asked for.</summary>
internal sealed class RunRecord
{
    // Lists of packages and the like would be most of the memory, and nobody filters by them.
    private const int LongestEnvironmentMember = 256;
    private static readonly byte[] EmptyObject = "{}"u8.ToArray();

    public required long Id { get; init; }
    public required long ProjectId { get; init; }
    public required string Uid { get; init; }
    public required string Name { get; init; }
    public required RunState State { get; init; }
    public required string? Group { get; init; }
    public required string? JobType { get; init; }
    public required string? Notes { get; init; }
    public required string? Parent { get; init; }
    public required string Source { get; init; }
    public required IReadOnlyList<string> Tags { get; init; }
    public required long CreatedAt { get; init; }
    public required long StartedAt { get; init; }
    public required long? FinishedAt { get; init; }
    public required long HeartbeatAt { get; init; }
    public required int? ExitCode { get; init; }
    public required long? DeletedAt { get; init; }
    public required byte[] Labels { get; set; }
    public required byte[] Config { get; set; }
    public required byte[] Summary { get; set; }
    public required byte[] Environment { get; set; }

    public byte[] Document(RunColumnFamily family) => family switch
    {
        RunColumnFamily.Label => Labels,
        RunColumnFamily.Config => Config,
        RunColumnFamily.Summary => Summary,
        _ => Environment,
    };

    /// <summary>
    /// Takes over documents that are equal to those of the record it replaces, so that columns see at once that they did not
    /// change. Only before the record is published.
    /// </summary>
    public void ShareDocuments(RunRecord before)
    {
        Labels = Shared(before.Labels, Labels);
        Config = Shared(before.Config, Config);
        Summary = Shared(before.Summary, Summary);
        Environment = Shared(before.Environment, Environment);
    }

    public static RunRecord Of(Run run) => new()
    {
        Id = run.Id,
        ProjectId = run.ProjectId,
        Uid = run.Uid,
        Name = run.Name,
        State = run.State,
        Group = run.Group,
        JobType = run.JobType,
        Notes = run.Notes,
        Parent = run.Parent,
        Source = run.Source,
        Tags = run.Tags,
        CreatedAt = run.CreatedAt,
        StartedAt = run.StartedAt,
        FinishedAt = run.FinishedAt,
        HeartbeatAt = run.HeartbeatAt,
        ExitCode = run.ExitCode,
        DeletedAt = run.DeletedAt,
        Labels = Utf8(run.Labels),
        Config = Utf8(run.Config),
        Summary = Utf8(run.Summary),
        Environment = ShortMembers(run.Environment),
    };

    /// <summary>A document as the catalog keeps it, for a record.</summary>
    public static byte[] Kept(byte[] document) => document.Length <= 2 ? EmptyObject : document;

    /// <summary>The catalog's document of an environment, without its long members.</summary>
    public static byte[] KeptShort(byte[] environment)
    {
        if (environment.Length <= LongestEnvironmentMember)
            return Kept(environment);
        using var document = JsonDocument.Parse(environment);
        return ShortMembers(document.RootElement);
    }

    private static byte[] Shared(byte[] before, byte[] now) => before.AsSpan().SequenceEqual(now) ? before : now;

    private static byte[] Utf8(JsonElement document)
    {
        if (document.ValueKind != JsonValueKind.Object)
            return EmptyObject;
        var text = JsonMarshal.GetRawUtf8Value(document);
        return text.Length <= 2 ? EmptyObject : text.ToArray();
    }

    private static byte[] ShortMembers(JsonElement environment)
    {
        if (environment.ValueKind != JsonValueKind.Object)
            return EmptyObject;
        if (JsonMarshal.GetRawUtf8Value(environment).Length <= LongestEnvironmentMember)
            return Utf8(environment);
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var member in environment.EnumerateObject())
            {
                if (JsonMarshal.GetRawUtf8Value(member.Value).Length <= LongestEnvironmentMember)
                    member.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
