namespace Cairn.Samples.FashionMnist.Training;

/// <summary>
/// One pass over the training images. The training figures are those of the batches as they came, while the model was
/// still changing; the validation figures are those of the model at the end of the pass.
/// </summary>
internal sealed record EpochReport(
    int Epoch, int Step, double TrainLoss, double TrainAccuracy, double ValidationLoss, double ValidationAccuracy,
    double ImagesPerSecond);
