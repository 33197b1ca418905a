namespace Cairn.Samples.FashionMnist.Data;

/// <summary>A data set that cannot be read; the message names the file and says what is wrong with it.</summary>
public sealed class DatasetException : Exception
{
    /// <summary>Says that <paramref name="file"/> has <paramref name="problem"/>.</summary>
    public DatasetException(string file, string problem, Exception? cause = null)
        : base($"{file}: {problem}", cause)
    {
        File = file;
    }

    /// <summary>The file, or the folder where no file could be named.</summary>
    public string File { get; }
}
