using System.Buffers;
using System.Text.Json;

namespace Cairn.Protocols.Wandb.Streaming;

/// <summary>What a file_stream request says beside its lines.</summary>
internal sealed class StreamRequest
{
    private const string History = "wandb-history.jsonl";
    private const string Events = "wandb-events.jsonl";
    private const string Summary = "wandb-summary.json";
    private const string Output = "output.log";

    /// <summary>The process has ended.</summary>
    public bool Complete { get; private set; }

    public int? ExitCode { get; private set; }

    /// <summary>The machine is about to be taken away.</summary>
    public bool Preempting { get; private set; }

    /// <summary>Reads a request, handing its lines to the readers.</summary>
    /// <exception cref="JsonException">The body is not what the wire allows.</exception>
    public static StreamRequest Read(ReadOnlySpan<byte> body, StreamLines lines)
    {
        var request = new StreamRequest();
        if (body.TrimStart(" \r\n\t"u8).IsEmpty)
            return request;
        var json = new Utf8JsonReader(body);
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
            throw new JsonException("The body has to be a JSON object.");
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("files"u8))
                ReadFiles(ref json, lines);
            else if (json.ValueTextEquals("complete"u8))
                request.Complete = ReadFlag(ref json);
            else if (json.ValueTextEquals("preempting"u8))
                request.Preempting = ReadFlag(ref json);
            else if (json.ValueTextEquals("exitcode"u8))
            {
                json.Read();
                if (json.TokenType == JsonTokenType.Number && json.TryGetInt32(out var code))
                    request.ExitCode = code;
                else
                    json.Skip();
            }
            else
            {
                json.Read();
                json.Skip();
            }
        }

        return request;
    }

    private static bool ReadFlag(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            json.Skip();
        return json.TokenType == JsonTokenType.True;
    }

    private static void ReadFiles(ref Utf8JsonReader json, StreamLines lines)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var file = json.GetString()!;
            json.Read();
            ReadFile(ref json, file, lines);
        }
    }

    private static void ReadFile(ref Utf8JsonReader json, string file, StreamLines lines)
    {
        if (json.TokenType != JsonTokenType.StartObject)
            throw new JsonException($"'files.{file}' has to be an object.");
        long offset = 0;
        var content = default(Utf8JsonReader);
        var waits = false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("offset"u8))
            {
                json.Read();
                if (json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var given) && given >= 0)
                    offset = given;
                else if (json.TokenType != JsonTokenType.Null)
                    throw new JsonException($"'files.{file}.offset' has to be a whole number from 0.");
            }
            else if (json.ValueTextEquals("content"u8))
            {
                // The offset may come after the lines that it numbers.
                json.Read();
                content = json;
                waits = json.TokenType == JsonTokenType.StartArray;
                json.Skip();
            }
            else
            {
                json.Read();
                json.Skip();
            }
        }

        if (waits)
            ReadContent(ref content, file, offset, lines);
    }

    private static void ReadContent(ref Utf8JsonReader json, string file, long offset, StreamLines lines)
    {
        byte[] unescaped = [];
        try
        {
            for (var line = offset; json.Read() && json.TokenType == JsonTokenType.String; line++)
            {
                var text = json.ValueSpan;
                if (json.ValueIsEscaped)
                {
                    if (unescaped.Length < text.Length)
                    {
                        ArrayPool<byte>.Shared.Return(unescaped);
                        unescaped = ArrayPool<byte>.Shared.Rent(text.Length);
                    }

                    text = unescaped.AsSpan(0, json.CopyString(unescaped));
                }

                Hand(file, line, text, lines);
            }
        }
        finally
        {
            if (unescaped.Length > 0)
                ArrayPool<byte>.Shared.Return(unescaped);
        }
    }

    private static void Hand(string file, long line, ReadOnlySpan<byte> text, StreamLines lines)
    {
        switch (file)
        {
            case History: lines.History.Read(line, text); break;
            case Events: lines.Events.Read(line, text); break;
            case Summary: lines.ReadSummary(text); break;
            case Output: lines.Console.Read(line, text); break;

            // Further files that a client streams line by line also come whole, by upload, when the run ends.
        }
    }
}
