using Cairn.Client;
using Cairn.Samples.Gate;

// Trains the candidate of a release with several seeds: train DATA-FOLDER PROJECT GROUP [SEEDS]
if (args.Length < 3)
{
    Console.Error.WriteLine("usage: train DATA-FOLDER PROJECT GROUP [SEEDS]");
    return 2;
}

var seeds = args.Length > 3 ? int.Parse(args[3], System.Globalization.CultureInfo.InvariantCulture) : 5;
var train = Table.Read(Path.Combine(args[0], "train.csv"));
var test = Table.Read(Path.Combine(args[0], "test.csv"));
for (var seed = 1; seed <= seeds; seed++)
{
    await using var run = CairnRun.Start(args[1], new RunOptions
    {
        Name = $"logistic regression seed {seed}",
        Group = args[2],
        JobType = "train",
        Config = new { model = "logistic regression", epochs = 30, rate = 0.02, decay = 0.001, seed, part = 0.8, data = new { test = test.Rows.Length } },
        Quiet = true,
    });

    // Each seed learns from another part of the data, so that the spread over seeds says something.
    var some = Enumerable.Range(0, train.Rows.Length).ToArray();
    new Random(seed).Shuffle(some);
    some = some[..(int)(0.8 * some.Length)];
    var part = new Table([.. some.Select(i => train.Rows[i])], [.. some.Select(i => train.Malignant[i])]);
    var model = new LogisticRegression(part, seed);
    for (var epoch = 0; epoch < 30; epoch++)
        run.Log(epoch, ("train/loss", model.Epoch(part, 0.02, 0.001)));

    var predicted = test.Rows.Select(row => model.Chance(row) > 0.5).ToArray();
    var accuracy = predicted.Zip(test.Malignant, (one, truth) => one == truth ? 1.0 : 0.0).Average();
    var clock = System.Diagnostics.Stopwatch.StartNew();
    for (var i = 0; i < 1000; i++)
        model.Chance(test.Rows[i % test.Rows.Length]);
    run.Log(29, ("test/accuracy", accuracy), ("serve/latency_ms", clock.Elapsed.TotalMilliseconds / 1000));
    run.Summary["test/n"] = test.Rows.Length;
    run.LogPredictions(
        "test/predictions",
        [.. test.Malignant.Select(one => one ? "malignant" : "benign")],
        [.. predicted.Select(one => one ? "malignant" : "benign")]);
    Console.WriteLine($"seed {seed}: test/accuracy {accuracy:F4}");
}

return 0;
