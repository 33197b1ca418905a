using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Cairn.Core.Records;
using Cairn.Core.Runs.Querying;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Cairn.Protocols.Native;

/// <summary>
/// How the OpenAPI document tells the truth about the native wire: what is never null is required, what may be missing
/// is optional (nulls are left out), closed sets of words are enumerations, every refusal is a problem document.
/// </summary>
internal static class NativeOpenApi
{
    private const string Suffix = "Wire";
    private const string Problem = "Problem";
    private const string Number = "Number";

    public static void Configure(OpenApiOptions options)
    {
        options.ShouldInclude = api => api.RelativePath?.StartsWith("api/v1", StringComparison.Ordinal) == true;
        options.CreateSchemaReferenceId = NameOf;
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (context.JsonPropertyInfo is { } property)
                Narrow(schema, property);
            if (context.JsonTypeInfo.Kind == JsonTypeInfoKind.Dictionary)
                schema.AdditionalProperties = new OpenApiSchema();
            if (context.JsonTypeInfo.Kind == JsonTypeInfoKind.Object)
                schema.Required = context.JsonTypeInfo.Properties.Where(IsAlwaysThere).Select(one => one.Name).ToHashSet();
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            operation.Responses ??= [];
            operation.Responses["default"] = new OpenApiResponse
            {
                Description = "Why not",
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(Problem, context.Document) },
                },
            };
            return Task.CompletedTask;
        });
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo { Title = "Cairn", Version = "v1" };
            document.Servers = []; // The same document at every address.
            document.AddComponent(Problem, ProblemSchema());
            foreach (var schema in document.Components!.Schemas!.Values)
                Settle(schema, document);
            document.AddComponent(Number, NumberSchema());
            return Task.CompletedTask;
        });
    }

    /// <summary>Says that an operation reads its body raw, as this content type.</summary>
    public static Func<OpenApiOperation, OpenApiOperationTransformerContext, CancellationToken, Task> Body(
        string contentType) => (operation, _, _) =>
    {
        operation.RequestBody = new OpenApiRequestBody { Required = true, Content = Content(contentType, binary: true) };
        return Task.CompletedTask;
    };

    /// <summary>Says that an operation answers with this content type, beside what it is known to answer with.</summary>
    public static Func<OpenApiOperation, OpenApiOperationTransformerContext, CancellationToken, Task> Answer(
        string contentType, bool binary) => (operation, _, _) =>
    {
        var content = Content(contentType, binary);
        operation.Responses ??= [];
        if (operation.Responses.TryGetValue("200", out var known) && known.Content is { } others)
        {
            foreach (var (type, media) in others)
                content[type] = media;
        }

        operation.Responses["200"] = new OpenApiResponse { Description = "OK", Content = content };
        return Task.CompletedTask;
    };

    private static Dictionary<string, OpenApiMediaType> Content(string contentType, bool binary) => new()
    {
        [contentType] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = binary ? "binary" : null } },
    };

    private static string? NameOf(JsonTypeInfo type) => OpenApiOptions.CreateDefaultSchemaReferenceId(type) switch
    {
        null => null,
        _ when (Nullable.GetUnderlyingType(type.Type) ?? type.Type) == typeof(JsonElement) => null,
        _ when type.Type == typeof(RunValue) => null,
        nameof(RecordEntry) => "Record",
        var name when name.EndsWith(Suffix, StringComparison.Ordinal) => name[..^Suffix.Length],
        var name => name,
    };

    private static bool IsAlwaysThere(JsonPropertyInfo property) =>
        Attribute<RequiredAttribute>(property) is not null
        || (!property.IsGetNullable && Nullable.GetUnderlyingType(property.PropertyType) is null);

    private static void Narrow(OpenApiSchema schema, JsonPropertyInfo property)
    {
        if (Attribute<AllowedValuesAttribute>(property) is { } allowed)
            schema.Enum = [.. allowed.Values.OfType<string>().Select(word => (JsonNode)word)];
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (type == typeof(JsonElement))
        {
            // Every document of the wire is an object; its members are the user's.
            schema.Type = JsonSchemaType.Object;
            schema.AdditionalProperties = new OpenApiSchema();
        }
        else if (type == typeof(RunValue))
        {
            // The only cell that is a member by itself: a run's tags.
            schema.Description = null;
            schema.Type = JsonSchemaType.Array;
            schema.Items = new OpenApiSchema { Type = JsonSchemaType.String };
        }
    }

    private static T? Attribute<T>(JsonPropertyInfo property)
        where T : Attribute =>
        property.AttributeProvider?.GetCustomAttributes(typeof(T), inherit: true).OfType<T>().FirstOrDefault();

    // Nulls are left out, and every floating-point number may be one of those that JSON cannot write.
    private static IOpenApiSchema Settle(IOpenApiSchema schema, OpenApiDocument document)
    {
        if (schema is not OpenApiSchema own)
            return schema;
        if (own.OneOf?.Where(one => one.Type != JsonSchemaType.Null).ToList() is [var only])
            return only;
        if (own is { Format: "double", AnyOf.Count: > 0 })
            return new OpenApiSchemaReference(Number, document);
        if (own.Type is { } type)
            own.Type = type & ~JsonSchemaType.Null;
        if (own.Properties is { } properties)
        {
            foreach (var (name, property) in properties.ToList())
                properties[name] = Settle(property, document);
        }

        if (own.Items is { } items)
            own.Items = Settle(items, document);
        return own;
    }

    private static OpenApiSchema NumberSchema() => new()
    {
        Description = "A number, or the name of one that JSON cannot write.",
        OneOf =
        [
            new OpenApiSchema { Type = JsonSchemaType.Number, Format = "double" },
            new OpenApiSchema { Type = JsonSchemaType.String, Enum = ["NaN", "Infinity", "-Infinity"] },
        ],
    };

    private static OpenApiSchema ProblemSchema()
    {
        var text = new OpenApiSchema { Type = JsonSchemaType.String };
        return new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "RFC 9457; field, limit and remedy are Cairn's.",
            Required = new HashSet<string> { "title", "status" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["type"] = text,
                ["title"] = text,
                ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" },
                ["detail"] = text,
                ["field"] = text,
                ["limit"] = text,
                ["remedy"] = text,
            },
        };
    }
}
