using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Workshop.Rules;

/// <summary>
/// The own fields of an item, or a patch of them: names to JSON values, in the order they were written.
/// JSON and not a class per kind, because a patch, a stale edit, erasure and the wire treat every kind alike; a kind's file says what is allowed.
/// </summary>
[JsonConverter(typeof(Converter))]
public sealed class Fields : IEquatable<Fields>
{
    public static readonly Fields None = new([]);
    private readonly ImmutableArray<(string Name, JsonElement Value)> all;

    private Fields(ImmutableArray<(string, JsonElement)> all) => this.all = all;

    public ImmutableArray<(string Name, JsonElement Value)> All => all;

    public bool IsEmpty => all.IsEmpty;

    public static Fields Of(IEnumerable<(string Name, JsonElement Value)> fields) => new([.. fields]);

    public static Fields Of(string name, string? text) => None.With(name, Element.Text(text));

    public JsonElement? Value(string name)
    {
        foreach (var (own, value) in all)
            if (own == name) return value;
        return null;
    }

    /// <summary>The string under a name; null when absent, null or no string.</summary>
    public string? Text(string name) => Value(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>The strings of an array under a name; empty when absent.</summary>
    public ImmutableArray<string> Texts(string name) =>
        Value(name) is { ValueKind: JsonValueKind.Array } value
            ? [.. value.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString()!)]
            : [];

    public double? Number(string name) => Value(name) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : null;

    public Fields With(string name, JsonElement value)
    {
        for (var i = 0; i < all.Length; i++)
            if (all[i].Name == name) return new Fields(all.SetItem(i, (name, value)));
        return new Fields(all.Add((name, value)));
    }

    public Fields Without(string name) => new(all.RemoveAll(field => field.Name == name));

    /// <summary>Puts every field of a patch; null removes.</summary>
    public Fields After(Fields patch)
    {
        var result = this;
        foreach (var (name, value) in patch.all)
            result = value.ValueKind == JsonValueKind.Null ? result.Without(name) : result.With(name, value);
        return result;
    }

    public static Fields Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("an object was expected");
        var fields = ImmutableArray.CreateBuilder<(string, JsonElement)>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            reader.Read();
            fields.Add((name, JsonElement.ParseValue(ref reader)));
        }
        return new Fields(fields.DrainToImmutable());
    }

    /// <summary>Writes the fields into the object that the writer is in.</summary>
    public void WriteInto(Utf8JsonWriter writer, Func<string, bool>? only = null)
    {
        foreach (var (name, value) in all)
        {
            if (only is not null && !only(name)) continue;
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }
    }

    public bool Equals(Fields? other) =>
        other is not null && all.Length == other.all.Length && all.All(field => other.Value(field.Name) is { } value && JsonElement.DeepEquals(value, field.Value));

    public override bool Equals(object? obj) => Equals(obj as Fields);

    public override int GetHashCode() => all.Length;

    internal sealed class Converter : JsonConverter<Fields>
    {
        public override Fields Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Fields.Read(ref reader);

        public override void Write(Utf8JsonWriter writer, Fields value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            value.WriteInto(writer);
            writer.WriteEndObject();
        }
    }
}

/// <summary>JSON values made by us.</summary>
internal static class Element
{
    public static readonly JsonElement Null = JsonElement.Parse("null"u8);
    public static readonly JsonElement True = JsonElement.Parse("true"u8);

    public static JsonElement Text(string? text) => text is null ? Null : JsonSerializer.SerializeToElement(text, RulesJson.Default.String);

    /// <summary>By itself: a part of a document keeps all of it in memory.</summary>
    public static JsonElement Alone(JsonElement part) => JsonElement.Parse(System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(part));

    public static JsonElement Texts(IEnumerable<string> texts) => JsonSerializer.SerializeToElement([.. texts], RulesJson.Default.StringArray);

    public static JsonElement Number(double number) => JsonSerializer.SerializeToElement(number, RulesJson.Default.Double);
}
