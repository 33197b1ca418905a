using Cairn.Core.Registry;

namespace Cairn.Protocols.Mlflow.Registry;

/// <summary>The words for the stages of a version, in any case.</summary>
internal static class Stages
{
    public static ModelStage Read(string word)
    {
        foreach (var stage in Enum.GetValues<ModelStage>())
        {
            if (stage.ToString().Equals(word, StringComparison.OrdinalIgnoreCase))
                return stage;
        }

        throw MlflowRefusal.Invalid(
            $"Invalid Model Version stage: {MlflowNames.Shorten(word)}. Value must be one of {string.Join(", ", Enum.GetNames<ModelStage>())}.");
    }
}
