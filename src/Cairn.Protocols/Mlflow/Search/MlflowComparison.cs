namespace Cairn.Protocols.Mlflow.Search;

/// <summary>The comparators of MLflow's filters; flags, so that a field can name those it takes.</summary>
[Flags]
public enum MlflowComparison
{
    None = 0,
    Equal = 1,
    NotEqual = 2,
    Less = 4,
    LessOrEqual = 8,
    Greater = 16,
    GreaterOrEqual = 32,
    Like = 64,
    ILike = 128,
    In = 256,
    NotIn = 512,
    IsNull = 1024,
    IsNotNull = 2048,

    /// <summary>Text in which a regular expression finds something.</summary>
    RLike = 4096,
}
