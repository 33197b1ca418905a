namespace Cairn.Protocols.Import.Wandb;

/// <summary>The numbers of the fields of a record in a <c>.wandb</c> file.</summary>
internal static class RecordFields
{
    public const int History = 2;
    public const int Summary = 3;
    public const int Output = 4;
    public const int Config = 5;
    public const int Stats = 7;
    public const int Artifact = 8;
    public const int TensorBoard = 9;
    public const int Alert = 10;
    public const int Metric = 12;
    public const int OutputRaw = 13;
    public const int Run = 17;
    public const int Exit = 18;
    public const int Environment = 26;
}
