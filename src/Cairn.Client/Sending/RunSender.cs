using System.Text;
using System.Text.Json.Nodes;
using Cairn.Client.Logging;
using Cairn.Client.Spool;

namespace Cairn.Client.Sending;

/// <summary>
/// Sends a spool in order, a step at a time, and moves its acknowledged position. Every request may be sent twice: the
/// server keeps each point, line and file once.
/// </summary>
internal sealed class RunSender : IDisposable
{
    private const int MostBody = 4 << 20;

    private readonly SpoolFolder _folder;
    private readonly SpoolReader _reader;
    private readonly ApiConnection _api;
    private readonly Warnings _warnings;
    private readonly RunCreation _creation;
    private readonly LineSender _lines;
    private readonly FileSender _files;
    private readonly RejectedData _rejected;
    private long _position;

    public RunSender(SpoolFolder folder, Func<long>? end, ApiConnection api, Warnings warnings, TimeProvider clock)
    {
        _folder = folder;
        _reader = new SpoolReader(folder, end);
        _api = api;
        _warnings = warnings;
        _rejected = new RejectedData(folder, clock);
        _creation = new RunCreation(folder, api);
        _lines = new LineSender(api, _rejected, warnings, Counts);
        _files = new FileSender(folder, api, _rejected, warnings, Counts);
        _position = folder.ReadAck();
    }

    public SendCounts Counts { get; } = new();

    /// <summary>The run on the server, once it is created there.</summary>
    public SpoolBinding? Binding { get; private set; }

    /// <summary>Position up to which the server has everything.</summary>
    public long Position => Volatile.Read(ref _position);

    /// <summary>Bytes of the spool that could not be read.</summary>
    public long Damaged => _reader.Damaged;

    public async Task<SendStep> StepAsync(CancellationToken cancellationToken)
    {
        var (binding, failure) = await _creation.EnsureAsync(cancellationToken).ConfigureAwait(false);
        if (binding is null)
            return Judge(failure!, SendStepKind.RunRefused);
        Binding = binding;
        if (_reader.Read(_position) is not { } frame)
            return SendStep.Idle;

        ReadOnlyMemory<byte> body = frame.Payload;
        ApiAnswer answer;
        if (IsLines(frame))
        {
            (body, var next) = Gather(frame, binding.FirstLine);
            frame = frame with { Next = next };
            answer = await _lines.SendAsync(binding.RunId, body, cancellationToken).ConfigureAwait(false);
        }
        else if (frame.Kind == SpoolFrameKind.File)
        {
            answer = await _files.SendAsync(binding.RunId, frame.Payload, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            answer = await SendOneAsync(frame, binding.RunId, cancellationToken).ConfigureAwait(false);
        }

        if (answer.Status == 404 && await _creation.FindAgainAsync(cancellationToken).ConfigureAwait(false))
            return SendStep.Sent;
        if (answer is { Done: false, Refused: false })
            return Judge(answer, SendStepKind.Later);
        if (answer.Refused)
            Keep(frame, body, answer);
        // The end of the run is not acknowledged but completed, so that a spool never looks like an unfinished run.
        if (frame.Kind == SpoolFrameKind.Finish)
            return SendStep.Finished;
        Acknowledge(frame.Next);
        return SendStep.Sent;
    }

    /// <summary>Marks a run whose process died before it could end it, unless a later process has ended it since.</summary>
    public async Task<SendStep> MarkCrashedAsync(long at, CancellationToken cancellationToken)
    {
        var known = await _api.GetAsync($"/runs/{Binding!.RunId}", cancellationToken).ConfigureAwait(false);
        if (known is { Done: false, Refused: false })
            return Judge(known, SendStepKind.Later);
        if (known.Body?["state"]?.GetValue<string>() is not ("running" or "crashed"))
            return SendStep.Finished;
        var change = Binding.EndedLater ?? new JsonObject { ["state"] = "crashed", ["finishedAt"] = at };
        var answer = await _api.SendJsonAsync(HttpMethod.Patch, $"/runs/{Binding!.RunId}",
            Encoding.UTF8.GetBytes(change.ToJsonString()), cancellationToken).ConfigureAwait(false);
        return answer.Done || answer.Refused ? SendStep.Finished : Judge(answer, SendStepKind.Later);
    }

    public void Dispose() => _reader.Dispose();

    private static SendStep Judge(ApiAnswer answer, SendStepKind refused) => answer.Refused
        ? new SendStep(refused, answer.Problem)
        : new SendStep(SendStepKind.Later, answer.Problem,
            answer.RetryAfter ?? (answer.Outcome == ApiOutcome.Forbidden ? TimeSpan.FromSeconds(30) : null));

    private (ReadOnlyMemory<byte> Body, long Next) Gather(SpoolFrame first, long firstLine)
    {
        var body = Body(first, firstLine);
        var next = first.Next;
        if (body.Length >= MostBody || _reader.Read(next) is not { } second || !IsLines(second))
            return (body, next);
        var gathered = new MemoryStream();
        gathered.Write(body.Span);
        for (SpoolFrame? frame = second; frame is { } more && IsLines(more); frame = _reader.Read(next))
        {
            var part = Body(more, firstLine);
            if (gathered.Length + part.Length > MostBody)
                break;
            gathered.Write(part.Span);
            next = more.Next;
        }

        return (gathered.GetBuffer().AsMemory(0, (int)gathered.Length), next);
    }

    private static bool IsLines(SpoolFrame frame) => frame.Kind is SpoolFrameKind.Lines or SpoolFrameKind.Console;

    private static ReadOnlyMemory<byte> Body(SpoolFrame frame, long firstLine) =>
        frame.Kind == SpoolFrameKind.Console ? ConsoleShift.Apply(frame.Payload, firstLine) : frame.Payload;

    private Task<ApiAnswer> SendOneAsync(SpoolFrame frame, long run, CancellationToken cancellationToken)
    {
        var project = ProjectPath.Parse(_folder.Header.Project);
        var (method, path, body) = frame.Kind switch
        {
            SpoolFrameKind.Landmark =>
                (HttpMethod.Put, $"/projects/{project.Escaped}/landmarks", Landmark(frame.Payload, run)),
            SpoolFrameKind.Alert => (HttpMethod.Post, $"/runs/{run}/alerts", frame.Payload),
            SpoolFrameKind.Finish when Binding!.EndedLater is { } later =>
                (HttpMethod.Patch, $"/runs/{run}", Encoding.UTF8.GetBytes(later.ToJsonString())),
            _ => (HttpMethod.Patch, $"/runs/{run}", frame.Payload),
        };
        return _api.SendJsonAsync(method, path, body, cancellationToken);
    }

    private void Keep(SpoolFrame frame, ReadOnlyMemory<byte> body, ApiAnswer answer)
    {
        if (IsLines(frame))
        {
            _lines.Keep(body.Span, answer);
        }
        else if (frame.Kind == SpoolFrameKind.File)
        {
            _files.Keep(frame.Payload, answer);
        }
        else
        {
            var what = Enum.GetName(frame.Kind)!.ToLowerInvariant();
            Counts.Refused++;
            _rejected.Keep(what, answer, body.Span);
            _warnings.Report("refused-" + what, $"the server refused a {what} of the run: {answer.Problem}");
        }
    }

    /// <summary>A landmark of "this run" learns the run's id here, where it is known.</summary>
    private static byte[] Landmark(byte[] payload, long run)
    {
        var landmark = JsonNode.Parse(payload)!.AsObject();
        if (landmark["kind"]?.GetValue<string>() == "run" && landmark["run"] is null)
            landmark["run"] = run;
        return Encoding.UTF8.GetBytes(landmark.ToJsonString());
    }

    private void Acknowledge(long position)
    {
        _files.DeleteSentCopies();
        Volatile.Write(ref _position, position);
        try
        {
            _folder.WriteAck(position);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A position that is not kept only means that something is sent twice.
            _warnings.Report("ack", $"the spool's position cannot be written: {e.Message}");
        }
    }
}
