using Cairn.Client.Surroundings;

namespace Cairn.Client.Tests.Surroundings;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("train --lr 0.1", "train", "--lr", "0.1")]
    [InlineData("train --token ***", "train", "--token", "abc")]
    [InlineData("train --API-Key=*** x", "train", "--API-Key=abc", "x")]
    [InlineData("train DB_PASSWORD=***", "train", "DB_PASSWORD=abc")]
    [InlineData("train https://host/data", "train", "https://user:pw@host/data")]
    [InlineData("train \"two words\" --secret --next", "train", "two words", "--secret", "--next")]
    public void Secrets_are_struck_out(string shown, params string[] arguments) =>
        Assert.Equal(shown, CommandLine.Mask(arguments));
}
