namespace Cairn.Core.Runs.Querying;

/// <summary>Makes a <see cref="Predicate"/> of a filter: resolves columns, and tests each word of a dictionary once.</summary>
internal sealed class FilterPlan(Func<RunColumn, ColumnView> view)
{
    public Predicate Make(RunFilter filter) => filter switch
    {
        RunFilter.Always => new Predicate.Every(),
        RunFilter.Never => new Predicate.Nothing(),
        RunFilter.And and => new Predicate.All([.. and.Parts.Select(Make)]),
        RunFilter.Or or => new Predicate.One([.. or.Parts.Select(Make)]),
        RunFilter.Not not => new Predicate.Inverse(Make(not.Part)),
        RunFilter.IsNull isNull => new Predicate.Inverse(new Predicate.Present(view(isNull.Column))),
        RunFilter.Compare compare => Make(compare),
        RunFilter.In isIn => Make(isIn),
        RunFilter.Like like => Make(like),
        RunFilter.Contains contains =>
            Words(contains.Column, null, word => ValueTest.Contains(word, contains.Value)),
        RunFilter.Matches matches => Words(matches.Column, null, word => ValueTest.Matches(word, matches.Expression)),
        _ => throw new ArgumentOutOfRangeException(nameof(filter)),
    };

    private Predicate.OfColumn Make(RunFilter.Like like)
    {
        var pattern = new LikePattern(like.Pattern, like.IgnoreCase);
        return Words(like.Column, null, word => ValueTest.Like(word, pattern));
    }

    private Predicate Make(RunFilter.Compare compare)
    {
        var numbers = compare.Value.IsNumber ? NumberTest.Compare(compare.Comparison, compare.Value) : null;
        var column = view(compare.Column);
        var code = 0;
        if (compare.Comparison == RunComparison.Equal && !column.Dictionary.HasLists)
        {
            code = compare.Value.Kind switch
            {
                RunValueKind.Text => column.Dictionary.Find(compare.Value.Text),
                RunValueKind.Bool => compare.Value.Bool ? ColumnDictionary.TrueCode : ColumnDictionary.FalseCode,
                RunValueKind.Number or RunValueKind.Integer => 0,
                _ => -1,
            };
        }
        else
        {
            code = -1;
        }

        return code >= 0
            ? new Predicate.OfColumn(column, numbers, code, null)
            : Words(column, numbers, word => ValueTest.Compare(word, compare.Comparison, compare.Value));
    }

    private Predicate Make(RunFilter.In filter)
    {
        var wanted = filter.Values.Where(value => value.IsNumber).ToList();
        var numbers = wanted.Count == 0 ? null : NumberTest.In(wanted, filter.Negated);
        var column = view(filter.Column);
        if (filter.Negated || column.Dictionary.HasLists)
            return Words(column, numbers, word => ValueTest.In(word, filter.Values, filter.Negated));

        // Many names against many words: look them up instead of comparing each with each.
        var codes = new bool[column.Dictionary.Count];
        foreach (var value in filter.Values)
        {
            if (value.Kind == RunValueKind.Text)
                codes[column.Dictionary.Find(value.Text)] = true;
            else if (value.Kind == RunValueKind.Bool)
                codes[value.Bool ? ColumnDictionary.TrueCode : ColumnDictionary.FalseCode] = true;
        }

        codes[0] = false;
        return new Predicate.OfColumn(column, numbers, 0, codes);
    }

    private Predicate.OfColumn Words(RunColumn column, NumberTest? numbers, Func<RunValue, bool> test) =>
        Words(view(column), numbers, test);

    private static Predicate.OfColumn Words(ColumnView column, NumberTest? numbers, Func<RunValue, bool> test)
    {
        var codes = new bool[column.Dictionary.Count];
        for (var code = 1; code < codes.Length; code++)
            codes[code] = test(column.Dictionary[code]);
        return new Predicate.OfColumn(column, numbers, 0, codes);
    }
}
