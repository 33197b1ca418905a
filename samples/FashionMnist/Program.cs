using Cairn.Client;
using Cairn.Samples.FashionMnist;
using Cairn.Samples.FashionMnist.Data;

const string usage = """
    Trains models on Fashion-MNIST and logs them to a Cairn server.

      [--url http://localhost:8080] [--project local/fashion-mnist] [--dataset DIR] [--quick] [--offline] [--threads N]
      [--only RUN]                           trains just the run of that name, such as "softmax regression seed 2"
      make-sample [--from DIR] --to DIR      draws the small sample from the full data set
    """;

var arguments = Arguments.Parse(args);
var threads = Environment.ProcessorCount;
var problem = arguments.Problem ?? (arguments.Verb, arguments["--threads"]) switch
{
    (not (null or "make-sample"), _) => $"I do not know '{arguments.Verb}'.",
    ("make-sample", _) when !arguments.Has("--to") => "make-sample needs --to DIR.",
    (null, _) when arguments["--only"] is { } only && !FashionMnistDemo.RunNames(arguments.Has("--quick")).Contains(only) =>
        $"There is no run '{only}'. There are: {string.Join("; ", FashionMnistDemo.RunNames(arguments.Has("--quick")))}.",
    (_, { } text) when !int.TryParse(text, out threads) || threads < 1 => "--threads needs a whole number from 1 on.",
    _ => null,
};
if (problem is not null || arguments.Has("--help"))
{
    (problem is null ? Console.Out : Console.Error).WriteLine(problem is null ? usage : $"{problem}\n\n{usage}");
    return problem is null ? 0 : 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};
try
{
    if (arguments.Verb == "make-sample")
    {
        SampleMaker.Make(arguments["--from"] ?? DatasetFiles.DebianFolder, arguments["--to"]!);
        return 0;
    }

    await FashionMnistDemo.RunAsync(new DemoOptions
    {
        Server = arguments["--url"],
        Project = arguments["--project"] ?? DemoOptions.DefaultProject,
        Dataset = arguments["--dataset"],
        Quick = arguments.Has("--quick"),
        Threads = threads,
        Only = arguments["--only"],
        Mode = arguments.Has("--offline") ? RunMode.Offline : null,
    }, stop.Token);
    return 0;
}
catch (DatasetException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("Stopped.");
    return 130;
}
