using System.Diagnostics;

namespace Cairn.Cli.Tests.Reproduce;

/// <summary>
/// A git repository with a small training program in JavaScript, which logs over the native API what a client logs:
/// its commit, its uncommitted changes, how it was started, and a loss at every step.
/// </summary>
internal sealed class TrainingRepository : IDisposable
{
    public const string Project = "local/repeated";

    private const string Program = """
        import { readFileSync } from 'node:fs';
        import { existsSync } from 'node:fs';
        import { execFileSync } from 'node:child_process';
        const git = (...a) => execFileSync('git', a, { encoding: 'utf8' }).trim();
        const api = async (method, path, body, type = 'application/json') => {
          const answer = await fetch(process.env.CAIRN_URL + '/api/v1' + path, { method, body, headers: { 'content-type': type } });
          if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
          return answer.json();
        };
        const { rate, decay } = JSON.parse(readFileSync('settings.json', 'utf8'));
        const again = JSON.parse(process.env.CAIRN_REPRODUCE ?? '{}');
        const root = git('rev-parse', '--show-toplevel');
        const diff = execFileSync('git', ['diff', 'HEAD', '--binary']);
        const { run } = await api('POST', '/runs', JSON.stringify({
          project: 'local/repeated', uid: again.uid, name: 'descent', config: { rate, decay },
          environment: {
            arguments: process.argv.slice(1), executable: process.execPath, workingDirectory: process.cwd(), runtime: process.version,
            git: { commit: git('rev-parse', 'HEAD'), root, dirty: diff.length > 0 },
          },
        }));
        if (diff.length) await api('PUT', `/runs/${run.id}/files/diff.patch`, diff, 'application/octet-stream');
        const input = process.env.CAIRN_INPUTS && `${process.env.CAIRN_INPUTS}/start/dir/weight.txt`;
        let weight = input && existsSync(input) ? Number(readFileSync(input, 'utf8')) : Number(process.argv[2]);
        const lines = [];
        for (let step = 0; step < 40; step++) {
          weight -= (step < 20 ? rate : rate * decay) * 2 * weight;
          lines.push(JSON.stringify({ step, time: Date.now(), metrics: { loss: weight * weight, 'step_ms': Math.random() } }));
        }
        await api('POST', `/runs/${run.id}/log`, lines.join('\n'), 'application/x-ndjson');
        await api('PATCH', `/runs/${run.id}`, JSON.stringify({ summary: { 'final/loss': weight * weight }, state: 'finished', exitCode: 0 }));
        console.log(run.uid);
        """;

    private readonly TemporaryFolder _folder = new();

    public TrainingRepository()
    {
        Git("init", "--quiet");
        File.WriteAllText(_folder.Entry("train.mjs"), Program);
        Commit("Begin", """{"rate": 0.1, "decay": 1}""");
    }

    public string Path => _folder.Path;

    /// <summary>Writes the settings and commits everything; answers the commit.</summary>
    public string Commit(string subject, string settings)
    {
        Change(settings);
        Git("add", ".");
        Git("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false", "commit", "--quiet", "--allow-empty", "-m", subject);
        return Git("rev-parse", "HEAD");
    }

    /// <summary>Writes the settings without committing them.</summary>
    public void Change(string settings) => File.WriteAllText(_folder.Entry("settings.json"), settings + "\n");

    /// <summary>Trains once against a server; answers the run's uid.</summary>
    public string Train(string url) => Start("node", [System.IO.Path.Combine(Path, "train.mjs"), "3"], url);

    /// <summary>What git says.</summary>
    public string Git(params string[] arguments) => Start("git", arguments, null);

    public void Dispose() => _folder.Dispose();

    private string Start(string program, string[] arguments, string? url)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Path, RedirectStandardOutput = true };
        if (url is not null)
            start.Environment["CAIRN_URL"] = url;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output.Trim();
    }
}
