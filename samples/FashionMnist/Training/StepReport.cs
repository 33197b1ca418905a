namespace Cairn.Samples.FashionMnist.Training;

/// <summary>
/// One step: its number from 0 among <paramref name="Steps"/>, the epoch from 1, the batch's mean loss in nats and the
/// rate used.
/// </summary>
internal readonly record struct StepReport(int Step, int Steps, int Epoch, double Loss, double LearningRate);
