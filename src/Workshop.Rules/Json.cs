using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Workshop.Rules.Items;

namespace Workshop.Rules;

/// <summary>The one JSON context that wire and journal share. Strict: missing fields, nulls where none may be, and keys given twice are errors; unknown fields are not.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true, AllowDuplicateProperties = false, AllowOutOfOrderMetadataProperties = true,
    Converters = [typeof(TimeConverter)])]
[JsonSerializable(typeof(Event))]
[JsonSerializable(typeof(AddItem))]
[JsonSerializable(typeof(ChangeItem))]
[JsonSerializable(typeof(MoveItems))]
[JsonSerializable(typeof(RemoveItems))]
[JsonSerializable(typeof(RestoreItems))]
[JsonSerializable(typeof(ShowItems))]
[JsonSerializable(typeof(Rate))]
[JsonSerializable(typeof(CastVote))]
[JsonSerializable(typeof(TakeStance))]
[JsonSerializable(typeof(SetReady))]
[JsonSerializable(typeof(RaiseHand))]
[JsonSerializable(typeof(ReportProgress))]
[JsonSerializable(typeof(ChangeParticipant))]
[JsonSerializable(typeof(EditOrganisations))]
[JsonSerializable(typeof(SetCard))]
[JsonSerializable(typeof(Seat))]
[JsonSerializable(typeof(ComposeTables))]
[JsonSerializable(typeof(Admit))]
[JsonSerializable(typeof(RemovePerson))]
[JsonSerializable(typeof(EnterPhase))]
[JsonSerializable(typeof(EnterRound))]
[JsonSerializable(typeof(SetTimer))]
[JsonSerializable(typeof(SetConduct))]
[JsonSerializable(typeof(EditDialogue))]
[JsonSerializable(typeof(EditAgenda))]
[JsonSerializable(typeof(EraseContent))]
[JsonSerializable(typeof(PauseDialogue))]
[JsonSerializable(typeof(Resume))]
[JsonSerializable(typeof(SetScreen))]
[JsonSerializable(typeof(DropDevice))]
[JsonSerializable(typeof(TrustDevice))]
[JsonSerializable(typeof(Conclude))]
[JsonSerializable(typeof(Reopen))]
[JsonSerializable(typeof(OpenDialogue))]
[JsonSerializable(typeof(JoinDialogue))]
[JsonSerializable(typeof(RenewJoinCode))]
[JsonSerializable(typeof(ImmutableArray<Mandate>))]
[JsonSerializable(typeof(ImmutableArray<Phase>))]
[JsonSerializable(typeof(ImmutableArray<Organisation>))]
[JsonSerializable(typeof(ImmutableArray<Expected>))]
[JsonSerializable(typeof(ImmutableArray<TrustedDevice>))]
[JsonSerializable(typeof(ImmutableArray<Visit>))]
[JsonSerializable(typeof(ImmutableArray<Participant>))]
[JsonSerializable(typeof(Participant))]
[JsonSerializable(typeof(ImmutableArray<Report>))]
[JsonSerializable(typeof(Template))]
[JsonSerializable(typeof(ImmutableArray<Template>))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(double))]
public sealed partial class RulesJson : JsonSerializerContext
{
    /// <summary>å, ä, ö and emoji as themselves: smaller, and readable in a journal. Pages never put this into HTML.</summary>
    public static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private static readonly RulesJson Relaxed = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        AllowOutOfOrderMetadataProperties = true,
        Converters = { new TimeConverter() },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>Writes parts of a snapshot as the context names them.</summary>
    public static RulesJson Parts => Relaxed;

    public static byte[] Body(Event what) => what is ItemAdded added ? Body(added.Item) : JsonSerializer.SerializeToUtf8Bytes(what, Relaxed.Event);

    /// <summary>The same bytes without the serializer, which makes itself a stack for each: most events add something.</summary>
    private static byte[] Body(Item added)
    {
        var buffer = body is { Capacity: < 64 * 1024 } ? body : body = new ArrayBufferWriter<byte>(1024);
        buffer.ResetWrittenCount();
        var json = writer ??= new Utf8JsonWriter(buffer, Writing);
        json.Reset(buffer);
        json.WriteStartObject();
        json.WriteString("type"u8, "itemAdded"u8);
        json.WriteStartObject("item"u8);
        added.WriteMaking(json);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>This thread's. Not View's, which asks for a body in the middle of its own.</summary>
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? body;

    [ThreadStatic]
    private static Utf8JsonWriter? writer;

    /// <exception cref="JsonException">Not an event of this version: the journal's codec has upcast it before.</exception>
    public static Event What(ReadOnlySpan<byte> body) => JsonSerializer.Deserialize(body, Relaxed.Event)!;
}

/// <summary>Every time on the wire looks the same, so that a client's own copy and a snapshot's are equal.</summary>
internal sealed class TimeConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(View.Time(value));
}
