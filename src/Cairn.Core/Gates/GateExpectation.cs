namespace Cairn.Core.Gates;

/// <summary>How a result must stand against a landmark.</summary>
public enum GateExpectation
{
    /// <summary>Better beyond chance, by the rule's least difference where it has one.</summary>
    Better,

    /// <summary>Not worse than the rule's margin allows; without a margin: not clearly worse.</summary>
    NotWorse,
}
