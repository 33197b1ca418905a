namespace Cairn.Core.Landmarks;

/// <summary>Decides which landmarks can be set.</summary>
public static class LandmarkRules
{
    /// <summary>Most characters of a landmark's name and of its metric's key.</summary>
    public const int NameLimit = 500;

    /// <summary>Why this can't be a landmark; null when it can.</summary>
    public static Refusal? Check(Landmark landmark)
    {
        if (landmark.Metric.Length is 0 or > NameLimit)
            return Refusal.Invalid("metric", "A landmark needs the key of its metric.", $"1 to {NameLimit} characters");
        if (landmark.Name.Length is 0 or > NameLimit)
            return Refusal.Invalid("name", "A landmark needs a name.", $"1 to {NameLimit} characters");
        if (landmark.Examples is < 1)
            return Refusal.Invalid("examples", "A landmark is measured on at least one example.", "1 or more");
        return landmark.Kind switch
        {
            LandmarkKind.Constant when landmark.Value is not { } value || !double.IsFinite(value) =>
                Refusal.Invalid("value", "A constant landmark needs a finite value."),
            LandmarkKind.Run when landmark.Run is null =>
                Refusal.Invalid("run", "A run landmark needs the id of its run."),
            LandmarkKind.Group when string.IsNullOrEmpty(landmark.Group) =>
                Refusal.Invalid("group", "A group landmark needs the name of its group."),
            _ => null,
        };
    }
}
