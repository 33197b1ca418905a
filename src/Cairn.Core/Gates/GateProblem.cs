using YamlDotNet.RepresentationModel;

namespace Cairn.Core.Gates;

/// <summary>Something wrong at a line of a gate's file; never leaves <see cref="GateReader"/>.</summary>
internal sealed class GateProblem(int line, string message, string remedy) : Exception(message)
{
    public GateProblem(YamlNode node, string message, string remedy)
        : this((int)node.Start.Line, message, remedy)
    {
    }

    public int Line => line;

    public string Remedy => remedy;
}
