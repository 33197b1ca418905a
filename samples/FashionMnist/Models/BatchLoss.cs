namespace Cairn.Samples.FashionMnist.Models;

/// <summary>Mean cross-entropy of a batch in nats, and how many of its images the model got right.</summary>
internal readonly record struct BatchLoss(double Mean, int Right);
