using System.Text;
using System.Text.Json.Nodes;
using Cairn.Client.Sending;

namespace Cairn.Client;

/// <summary>
/// A project on the server, for set-up scripts: unlike a run it talks to the server at once and throws when that fails.
/// </summary>
public sealed class CairnProject : IDisposable
{
    private readonly ApiConnection _api;
    private readonly ProjectPath _path;

    /// <summary>
    /// The project <paramref name="path"/> (<c>team/name</c>, or <c>name</c> in team <c>local</c>) on
    /// <paramref name="server"/>, by default that of <see cref="RunOptions.Server"/>. Nothing is sent yet.
    /// </summary>
    /// <exception cref="ArgumentException">The server is no address.</exception>
    public CairnProject(string path, string? server = null)
    {
        _path = ProjectPath.Parse(path);
        _api = new ApiConnection(string.IsNullOrEmpty(server) ? ApiConnection.DefaultServer : server);
    }

    /// <summary>The project, as <c>team/name</c>.</summary>
    public string Path => _path.ToString();

    /// <summary>Creates the project unless it exists; a description replaces the one it has.</summary>
    /// <exception cref="CairnException">The server refused or could not be reached.</exception>
    public async Task CreateAsync(string? description = null, CancellationToken cancellationToken = default)
    {
        var project = new JsonObject { ["team"] = _path.Team, ["name"] = _path.Name };
        if (description is not null)
            project["description"] = description;
        var answer = await SendAsync(HttpMethod.Post, "/projects", project, cancellationToken).ConfigureAwait(false);
        if (description is not null && answer.Status == 200)
        {
            await SendAsync(HttpMethod.Patch, $"/projects/{_path.Escaped}",
                new JsonObject { ["description"] = description }, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Sets a landmark of the project, which is created if need be.</summary>
    /// <exception cref="ArgumentException">The landmark points at "this run": only a run can set it.</exception>
    /// <exception cref="CairnException">The server refused or could not be reached.</exception>
    public async Task SetLandmarkAsync(Landmark landmark, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(landmark);
        if (landmark is { Kind: "run", RunId: null })
            throw new ArgumentException("A landmark of this run is set by the run: CairnRun.SetLandmark.", nameof(landmark));
        if (landmark.Value is { } value && !double.IsFinite(value))
            throw new ArgumentException($"A landmark's value must be finite, not {value}.", nameof(landmark));
        await CreateAsync(null, cancellationToken).ConfigureAwait(false);
        await SendAsync(HttpMethod.Put, $"/projects/{_path.Escaped}/landmarks", landmark.ToJson(), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>
    /// How the runs of a group together stand against the project's landmarks; empty where there is none of a metric that
    /// they have.
    /// </summary>
    /// <param name="group">The group.</param>
    /// <param name="metric">Landmarks of this metric only; null for all.</param>
    /// <param name="cancellationToken">Stops waiting for the answer.</param>
    /// <exception cref="CairnException">The server refused or could not be reached.</exception>
    public async Task<IReadOnlyList<Verdict>> GetVerdictsAsync(
        string group, string? metric = null, CancellationToken cancellationToken = default)
    {
        var path = $"/projects/{_path.Escaped}/verdicts?group={Uri.EscapeDataString(group)}"
            + (metric is null ? "" : $"&metric={Uri.EscapeDataString(metric)}");
        var answer = await _api.GetAsync(path, cancellationToken).ConfigureAwait(false);
        if (!answer.Done)
            throw new CairnException($"{_api.Server} did not take GET {path}: {answer.Problem}") { Status = answer.Status };
        return [.. answer.Body!["verdicts"]!.AsArray().Select(one => new Verdict(
            (string)one!["metric"]!, (string)one["landmark"]!["name"]!, (string)one["word"]!, (double)one["difference"]!,
            (double?)one["low"], (double?)one["high"], (string)one["sentence"]!))];
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _api.Dispose();

    private async Task<ApiAnswer> SendAsync(
        HttpMethod method, string path, JsonObject content, CancellationToken cancellationToken)
    {
        var answer = await _api.SendJsonAsync(
            method, path, Encoding.UTF8.GetBytes(content.ToJsonString()), cancellationToken).ConfigureAwait(false);
        return answer.Done
            ? answer
            : throw new CairnException($"{_api.Server} did not take {method} {path}: {answer.Problem}") { Status = answer.Status };
    }
}
