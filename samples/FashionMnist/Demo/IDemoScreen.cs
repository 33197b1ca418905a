namespace Cairn.Samples.FashionMnist;

/// <summary>
/// How the demo shows what it is doing. Members are called from one thread at a time, except <see cref="Note"/>.
/// </summary>
internal interface IDemoScreen
{
    /// <summary>
    /// Runs <paramref name="work"/> with the screen switched on; <paramref name="runs"/> is how many runs there will
    /// be.
    /// </summary>
    Task ShowAsync(int runs, Func<Task> work);

    /// <summary>A run begins.</summary>
    void Begin(string run);

    /// <summary>
    /// The run in work is at <paramref name="part"/> (0 to 1); <paramref name="figures"/> are its latest, in short.
    /// </summary>
    void Update(double part, string figures);

    /// <summary>The run in work is done, with the given outcome.</summary>
    void End(string outcome);

    /// <summary>Something to know that is not about the run in work.</summary>
    void Note(string text);
}
