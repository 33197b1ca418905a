using System.Text;

namespace Cairn.Storage.Series.Heads;

/// <summary>A series' name, shared by all runs that use it.</summary>
internal sealed class SeriesKey(byte[] utf8)
{
    public byte[] Utf8 { get; } = utf8;

    /// <summary>Its number in the database, once the writer thread knows it; 0 before.</summary>
    public long Id { get; set; }

    public string Text { get; } = Encoding.UTF8.GetString(utf8);
}
