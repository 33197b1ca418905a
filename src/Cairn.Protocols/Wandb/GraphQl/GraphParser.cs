using System.Globalization;

namespace Cairn.Protocols.Wandb.GraphQl;

/// <summary>Reads GraphQL documents. Types of variables are read over: clients disagree about them.</summary>
internal sealed class GraphParser
{
    private const int DepthLimit = 64;
    private readonly GraphLexer _lexer;
    private GraphToken _token;
    private int _depth;

    private GraphParser(string text)
    {
        _lexer = new GraphLexer(text);
        _token = _lexer.Next();
    }

    /// <exception cref="GraphException">The text is no GraphQL.</exception>
    public static GraphDocument Parse(string text) => new GraphParser(text).Document();

    private GraphDocument Document()
    {
        var operations = new List<GraphOperation>();
        var fragments = new Dictionary<string, GraphFragment>();
        while (_token.Kind != GraphTokenKind.End)
        {
            if (Is("{"))
            {
                operations.Add(new GraphOperation("query", null, NoValues, Selections()));
                continue;
            }

            var kind = Name();
            if (kind == "fragment")
            {
                var name = Name();
                Expect("on");
                var on = Name();
                Directives();
                fragments[name] = new GraphFragment(on, Selections());
            }
            else if (kind is "query" or "mutation" or "subscription")
            {
                operations.Add(Operation(kind));
            }
            else
            {
                throw GraphException.Syntax($"'{kind}' begins neither an operation nor a fragment.");
            }
        }

        return new GraphDocument(operations, fragments);
    }

    private static Dictionary<string, GraphValue> NoValues => [];

    private GraphOperation Operation(string kind)
    {
        var name = _token.Kind == GraphTokenKind.Name ? Name() : null;
        var defaults = new Dictionary<string, GraphValue>();
        if (Take("("))
        {
            while (!Take(")"))
            {
                Expect("$");
                var variable = Name();
                Expect(":");
                SkipType();
                if (Take("="))
                    defaults[variable] = Value();
                Directives();
            }
        }

        Directives();
        return new GraphOperation(kind, name, defaults, Selections());
    }

    private void SkipType()
    {
        if (Take("["))
        {
            SkipType();
            Expect("]");
        }
        else
        {
            Name();
        }

        Take("!");
    }

    private List<GraphSelection> Selections()
    {
        if (++_depth > DepthLimit)
            throw GraphException.Syntax($"Selections are nested more than {DepthLimit} deep.");
        var selections = new List<GraphSelection>();
        Expect("{");
        while (!Take("}"))
            selections.Add(Take("...") ? Fragment() : Field());
        _depth--;
        return selections;
    }

    private GraphSelection Fragment()
    {
        if (_token.Kind == GraphTokenKind.Name && _token.Text != "on")
            return new GraphSelection.Spread(Name(), Directives());
        var on = Take("on") ? Name() : null;
        var directives = Directives();
        return new GraphSelection.Inline(new GraphFragment(on, Selections()), directives);
    }

    private GraphSelection.Field Field()
    {
        var key = Name();
        var name = Take(":") ? Name() : key;
        var arguments = Arguments();
        var directives = Directives();
        return new GraphSelection.Field(key, name, arguments, Is("{") ? Selections() : [], directives);
    }

    private List<GraphDirective> Directives()
    {
        var directives = new List<GraphDirective>();
        while (Take("@"))
            directives.Add(new GraphDirective(Name(), Arguments()));
        return directives;
    }

    private Dictionary<string, GraphValue> Arguments()
    {
        var arguments = NoValues;
        if (!Take("("))
            return arguments;
        while (!Take(")"))
        {
            var name = Name();
            Expect(":");
            arguments[name] = Value();
        }

        return arguments;
    }

    private GraphValue Value()
    {
        if (++_depth > DepthLimit)
            throw GraphException.Syntax($"Values are nested more than {DepthLimit} deep.");
        var value = ReadValue();
        _depth--;
        return value;
    }

    private GraphValue ReadValue()
    {
        if (Take("$"))
            return new GraphValue.Variable(Name());
        if (Take("["))
        {
            var items = new List<GraphValue>();
            while (!Take("]"))
                items.Add(Value());
            return new GraphValue.Items(items);
        }

        if (Take("{"))
        {
            var fields = NoValues;
            while (!Take("}"))
            {
                var name = Name();
                Expect(":");
                fields[name] = Value();
            }

            return new GraphValue.Fields(fields);
        }

        var token = _token;
        if (token.Kind is not (GraphTokenKind.Number or GraphTokenKind.Text or GraphTokenKind.Name))
            throw Unexpected("a value");
        _token = _lexer.Next();
        return new GraphValue.Literal(token.Kind switch
        {
            GraphTokenKind.Text => token.Text,
            GraphTokenKind.Number => Number(token),
            _ => token.Text switch { "true" => true, "false" => false, "null" => null, _ => token.Text },
        });
    }

    private static object Number(GraphToken token)
    {
        if (long.TryParse(token.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            return whole;
        return double.TryParse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw GraphException.Syntax($"'{token.Text}' at character {token.At} is no number.");
    }

    private string Name()
    {
        if (_token.Kind != GraphTokenKind.Name)
            throw Unexpected("a name");
        var name = _token.Text;
        _token = _lexer.Next();
        return name;
    }

    private bool Is(string text) => _token.Kind is GraphTokenKind.Sign or GraphTokenKind.Name && _token.Text == text;

    private bool Take(string text)
    {
        if (!Is(text))
            return false;
        _token = _lexer.Next();
        return true;
    }

    private void Expect(string text)
    {
        if (!Take(text))
            throw Unexpected($"'{text}'");
    }

    private GraphException Unexpected(string wanted) => GraphException.Syntax(_token.Kind == GraphTokenKind.End
        ? $"The document ends where {wanted} should be."
        : $"'{_token.Text}' stands at character {_token.At} where {wanted} should be.");
}
