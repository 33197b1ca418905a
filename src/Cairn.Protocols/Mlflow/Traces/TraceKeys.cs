namespace Cairn.Protocols.Mlflow.Traces;

/// <summary>Names that MLflow's clients give to what a trace carries.</summary>
internal static class TraceKeys
{
    /// <summary>Tag: where the client puts the spans.</summary>
    public const string Location = "mlflow.artifactLocation";

    /// <summary>Tag: that the server itself has the spans, so that clients ask it for them and put them into no file.</summary>
    public const string SpansLocation = "mlflow.trace.spansLocation";

    /// <summary>The value of <see cref="SpansLocation"/>.</summary>
    public const string InStore = "TRACKING_STORE";

    /// <summary>Tag: what was called.</summary>
    public const string Name = "mlflow.traceName";

    /// <summary>Tag: the prompts that were used.</summary>
    public const string Prompts = "mlflow.linkedPrompts";

    /// <summary>Metadata: the run during which it was recorded.</summary>
    public const string SourceRun = "mlflow.sourceRun";

    /// <summary>Metadata: what went in.</summary>
    public const string Inputs = "mlflow.traceInputs";

    /// <summary>Metadata: what came out.</summary>
    public const string Outputs = "mlflow.traceOutputs";
}
