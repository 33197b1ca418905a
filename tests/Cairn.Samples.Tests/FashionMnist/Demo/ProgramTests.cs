using System.Diagnostics;
using Cairn.Samples.FashionMnist.Data;
using Xunit;

namespace Cairn.Samples.Tests.FashionMnist.Demo;

/// <summary>The sample as its own process.</summary>
public sealed class ProgramTests
{
    [Fact]
    public async Task A_damaged_data_set_ends_it_with_one_line_and_exit_code_2()
    {
        using var folder = new TemporaryFolder();
        foreach (var file in Directory.GetFiles(DatasetFiles.SampleFolder, "*.gz"))
            File.Copy(file, folder.File(Path.GetFileName(file)));
        var damaged = folder.File("t10k-images-idx3-ubyte.gz");
        await File.WriteAllBytesAsync(
            damaged, (await File.ReadAllBytesAsync(damaged, TestContext.Current.CancellationToken))[..1000],
            TestContext.Current.CancellationToken);

        var (code, output, error) = await RunAsync("--dataset", folder.Path, "--offline");
        Assert.Equal(2, code);
        Assert.Equal("", output);
        Assert.StartsWith($"{damaged}: ", error);
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("I do not know 'destroy'.", "destroy")]
    [InlineData("I do not know '--fast'.", "--fast")]
    [InlineData("--dataset needs a value.", "--quick", "--dataset")]
    [InlineData("--threads needs a whole number from 1 on.", "--threads", "0")]
    [InlineData("make-sample needs --to DIR.", "make-sample")]
    public async Task What_it_cannot_understand_is_said_with_exit_code_2(string problem, params string[] args)
    {
        var (code, _, error) = await RunAsync(args);
        Assert.Equal(2, code);
        Assert.StartsWith(problem, error);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Cairn.Samples.FashionMnist.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        })!;
        var ct = TestContext.Current.CancellationToken;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(ct), process.StandardError.ReadToEndAsync(ct));
        await process.WaitForExitAsync(ct);
        return (process.ExitCode, await output, await error);
    }
}
