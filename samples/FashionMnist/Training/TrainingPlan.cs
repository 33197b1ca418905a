namespace Cairn.Samples.FashionMnist.Training;

/// <summary>
/// How a model is trained: passes over the training images, images a step, and the learning rate of each step.
/// </summary>
internal sealed record TrainingPlan(int Epochs, int BatchSize, LearningRateSchedule LearningRate);
