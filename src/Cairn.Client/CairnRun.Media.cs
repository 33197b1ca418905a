namespace Cairn.Client;

public sealed partial class CairnRun
{
    /// <summary>Logs an image.</summary>
    /// <param name="key">Name of the panel that shows it, such as <c>predictions</c>.</param>
    /// <param name="image">The image.</param>
    /// <param name="step">The step; by default the current one, which stays as it is.</param>
    public void LogImage(string key, MediaImage image, long? step = null) =>
        _session.Media.LogImages(key, [image], step ?? Step);

    /// <summary>Logs several images under one key and step, in this order.</summary>
    public void LogImages(string key, IEnumerable<MediaImage> images, long? step = null) =>
        _session.Media.LogImages(key, [.. images], step ?? Step);

    /// <summary>Logs a table as it is at the time of the call.</summary>
    public void LogTable(string key, MediaTable table, long? step = null) =>
        _session.Media.LogTable(key, table, step ?? Step);

    /// <summary>
    /// Logs how <paramref name="values"/> are distributed, counted into <paramref name="bins"/> equal parts of their
    /// range; non-finite values are left out.
    /// </summary>
    public void LogHistogram(string key, ReadOnlySpan<double> values, int bins = 64, long? step = null) =>
        _session.Media.LogHistogram(key, values.ToArray(), bins, step ?? Step);

    /// <summary>As the other overload, for single precision: weights, gradients, activations.</summary>
    public void LogHistogram(string key, ReadOnlySpan<float> values, int bins = 64, long? step = null)
    {
        var copy = new double[values.Length];
        for (var i = 0; i < copy.Length; i++)
            copy[i] = values[i];
        _session.Media.LogHistogram(key, copy, bins, step ?? Step);
    }

    /// <summary>Logs a histogram that is already counted: n + 1 ascending edges and n counts.</summary>
    public void LogHistogramCounts(
        string key, ReadOnlySpan<double> edges, ReadOnlySpan<double> counts, long? step = null) =>
        _session.Media.LogHistogramCounts(key, edges.ToArray(), counts.ToArray(), step ?? Step);

    /// <summary>Logs a confusion matrix: rows are the true classes, columns the predicted ones.</summary>
    public void LogConfusionMatrix(string key, IReadOnlyList<string> classes, int[,] matrix, long? step = null) =>
        _session.Media.LogConfusionMatrix(key, [.. classes], (int[,])matrix.Clone(), step ?? Step);

    /// <summary>
    /// Logs what the model said of each example of a split beside what is true, so that verdicts can compare runs example
    /// by example: <c>test/predictions</c> goes with metrics such as <c>test/accuracy</c>. Values are classes (text or whole
    /// numbers) or, for a regression, numbers.
    /// </summary>
    /// <param name="key">The split and <c>/predictions</c>.</param>
    /// <param name="truth">What is true, one an example.</param>
    /// <param name="predicted">What the model said, in the same order.</param>
    /// <param name="ids">Unique names of the examples; leave out where all runs see them in the same order.</param>
    /// <param name="scores">A confidence or the like, one an example; finite.</param>
    /// <param name="step">The step; by default the current one, which stays as it is.</param>
    public void LogPredictions<T>(
        string key, IReadOnlyList<T> truth, IReadOnlyList<T> predicted, IReadOnlyList<string>? ids = null,
        IReadOnlyList<double>? scores = null, long? step = null) where T : notnull =>
        _session.Media.LogPredictions(
            key, [.. truth.Select(one => (object)one)], [.. predicted.Select(one => (object)one)], ids?.ToArray(), scores?.ToArray(),
            step ?? Step);

    /// <summary>Logs a piece of text, such as a generated sample.</summary>
    public void LogText(string key, string text, long? step = null) => _session.Media.LogText(key, text, step ?? Step);

    /// <summary>Logs an HTML page; the web shows it in a sandbox.</summary>
    public void LogHtml(string key, string html, long? step = null) =>
        _session.Media.LogMedia(key, "html", System.Text.Encoding.UTF8.GetBytes(html), ".html", null, null, step ?? Step);

    /// <summary>Logs a Plotly figure given as its JSON.</summary>
    public void LogPlotly(string key, string figureJson, long? step = null) => _session.Media.LogMedia(
        key, "plotly", System.Text.Encoding.UTF8.GetBytes(figureJson), ".plotly.json", null, null, step ?? Step);

    /// <summary>Logs a sound: an encoded file's bytes and the extension of its format, such as <c>.wav</c>.</summary>
    public void LogAudio(
        string key, ReadOnlySpan<byte> encoded, string extension = ".wav", string? caption = null,
        int? sampleRate = null, long? step = null) =>
        _session.Media.LogMedia(key, "audio", encoded.ToArray(), extension, caption, sampleRate, step ?? Step);

    /// <summary>Logs a video: an encoded file's bytes and the extension of its format, such as <c>.mp4</c>.</summary>
    public void LogVideo(
        string key, ReadOnlySpan<byte> encoded, string extension = ".mp4", string? caption = null,
        long? step = null) =>
        _session.Media.LogMedia(key, "video", encoded.ToArray(), extension, caption, null, step ?? Step);

    /// <summary>
    /// Keeps a file with the run, by default under its own name. Files up to 8 MiB are read before this returns; larger
    /// ones are copied in the background right after it, so leave them unchanged until then (a checkpoint with its own
    /// name each time), or pass <paramref name="copy"/> false to have the file read only when it is sent.
    /// </summary>
    /// <param name="path">The file on this machine.</param>
    /// <param name="name">Path among the run's files, with forward slashes.</param>
    /// <param name="copy">Whether the spool keeps a copy of its own.</param>
    public void LogFile(string path, string? name = null, bool copy = true) =>
        _session.Media.LogFile(path, name ?? Path.GetFileName(path), copy);

    /// <summary>Keeps bytes with the run as a file named <paramref name="name"/>.</summary>
    public void LogFileBytes(string name, ReadOnlySpan<byte> content) =>
        _session.Media.LogFileBytes(name, content.ToArray());

    /// <summary>Logs a file as a value of a key and step, shown as a download; the file is kept as with <see cref="LogFile"/>.</summary>
    public void LogFileRecord(string key, string path, long? step = null) =>
        _session.Media.LogFileRecord(key, path, step ?? Step);
}
