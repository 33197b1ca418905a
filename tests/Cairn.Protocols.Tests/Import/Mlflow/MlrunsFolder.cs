namespace Cairn.Protocols.Tests.Import.Mlflow;

/// <summary>Writes an <c>mlruns</c> folder as MLflow's file store lays it out.</summary>
internal sealed class MlrunsFolder(TemporaryFolder folder, string experiment)
{
    public string Path => System.IO.Path.Combine(folder.Path, "mlruns");

    public string RunFolder(string run) => System.IO.Path.Combine(Path, "7", run);

    public void WriteExperiment()
    {
        folder.Write(
            "mlruns/7/meta.yaml",
            $"""
            artifact_location: file:///somewhere/else/mlruns/7
            creation_time: 1700000000000
            experiment_id: '7'
            last_update_time: 1700000000000
            lifecycle_stage: active
            name: {experiment}

            """);
        folder.Write("mlruns/7/tags/mlflow.note.content", "what it is about");
        Directory.CreateDirectory(System.IO.Path.Combine(Path, ".trash"));
    }

    public void WriteRun(string run, int status = 3, string stage = "active", string? parent = null)
    {
        folder.Write(
            $"mlruns/7/{run}/meta.yaml",
            $"""
            artifact_uri: file:///somewhere/else/mlruns/7/{run}/artifacts
            end_time: 1700000060000
            entry_point_name: ''
            experiment_id: '7'
            lifecycle_stage: {stage}
            run_id: {run}
            run_name: 'a: quoted name'
            run_uuid: {run}
            source_name: ''
            source_type: 4
            source_version: ''
            start_time: 1700000000000
            status: {status}
            tags: []
            user_id: ada

            """);
        folder.Write($"mlruns/7/{run}/params/lr", "0.01");
        folder.Write($"mlruns/7/{run}/params/model/depth", "3");
        folder.Write($"mlruns/7/{run}/tags/mlflow.runName", "a: quoted name");
        folder.Write($"mlruns/7/{run}/tags/team", "vision");
        if (parent is not null)
            folder.Write($"mlruns/7/{run}/tags/mlflow.parentRunId", parent);
        folder.Write($"mlruns/7/{run}/metrics/loss", "1700000001000 0.5 0\n1700000002000 0.25 1\n1700000003000 nan 2\n");
        folder.Write($"mlruns/7/{run}/metrics/test/accuracy", "1700000002000 0.75 1\n1700000003000 inf 2\n");
        folder.Write($"mlruns/7/{run}/artifacts/model/weights.txt", "1 2 3");
    }
}
