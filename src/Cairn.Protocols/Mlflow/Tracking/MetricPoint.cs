namespace Cairn.Protocols.Mlflow.Tracking;

/// <summary>A metric as a client logs it.</summary>
internal readonly record struct MetricPoint(
    string Key, double Value, long Time, long Step, string? Model, string? Dataset, string? Digest)
{
    /// <summary>Reads and checks one; what is wrong with it ends the call.</summary>
    public static MetricPoint Read(MlflowFields fields)
    {
        var key = fields.Required("key");
        var value = fields.Number("value") ?? throw fields.Absent("value");
        var time = fields.RequiredInteger("timestamp");
        var step = fields.Integer("step") ?? 0;
        MlflowNames.CheckKey(key, fields.Name("key"));
        if (time < 0)
            throw fields.Bad("timestamp", $"the timestamp of metric '{key}' has to be Unix milliseconds, 0 or more.");
        return new MetricPoint(
            key, value, time, step, fields.Text("model_id"), fields.Text("dataset_name"), fields.Text("dataset_digest"));
    }
}
