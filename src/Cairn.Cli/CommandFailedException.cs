namespace Cairn.Cli;

/// <summary>A command cannot do what was asked; the message says why and what to do, in one line for a person.</summary>
internal sealed class CommandFailedException(string message) : Exception(message);
