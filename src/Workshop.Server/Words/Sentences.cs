// Refusal and problem codes -> a sentence a person understands, in three languages. Codes are the contract, sentences are not.
// {name} is filled from the refusal's args; a sentence whose args are missing gives way to the next one of the same code.
using System.Collections.Frozen;
using System.Text.Json;

namespace Workshop.Server.Words;

public static class Sentences
{
    private sealed record Said(string Sv, string Simple, string En);

    private static readonly Said[] Many = [new("Det är för många på en gång: högst {limit}.", "Det är för många på en gång. Det får vara högst {limit}.", "Those are too many at once: at most {limit}.")];

    /// <summary>"code" or, where one field needs another sentence, "code:field".</summary>
    private static readonly FrozenDictionary<string, Said[]> All = new Dictionary<string, Said[]>
    {
        ["malformed"] = [
            new("Det som skickades gick inte att läsa ({field}).", "Något blev fel när vi tog emot det ({field}).", "What was sent could not be read ({field})."),
            new("Det som skickades gick inte att läsa.", "Något blev fel när vi tog emot det.", "What was sent could not be read.")],
        ["unknown-type"] = [new("Servern känner inte till det som begärdes. Ladda om sidan.", "Ladda om sidan och försök igen.", "The server does not know what was asked for. Reload the page.")],
        ["too-large"] = [
            new("Texten är för lång: högst {limit} tecken ({field}).", "Texten är för lång. Den får ha högst {limit} tecken ({field}).", "The text is too long: at most {limit} characters ({field})."),
            new("Det är för mycket: högst {limit}.", "Det är för mycket. Det får vara högst {limit}.", "That is too much: at most {limit}."),
            new("Det är för mycket på en gång.", "Det är för mycket på en gång.", "That is too much at once.")],
        ["too-large:command"] = [new("Det är för mycket på en gång: högst 16 KB.", "Det är för mycket på en gång. Det får vara högst 16 KB.", "That is too much at once: at most 16 KB.")],
        ["too-large:items"] = [new("Tavlan är full: högst {limit} lappar och annat.", "Tavlan är full. Det får finnas högst {limit} lappar och annat.", "The board is full: at most {limit} items.")],
        ["too-large:people"] = [new("Dialogen är full: högst {limit} deltagare.", "Det är fullt. Högst {limit} får vara med.", "The dialogue is full: at most {limit} people.")],
        ["too-large:itemIds"] = Many, ["too-large:moves"] = Many, ["too-large:organisations"] = Many, ["too-large:agenda"] = Many, ["too-large:rounds"] = Many,
        ["too-large:moments"] = Many, ["too-large:sentences"] = Many, ["too-large:gaps"] = Many, ["too-large:contributors"] = Many, ["too-large:with"] = Many,
        ["unknown-item"] = [new("Det du vill ändra finns inte i dialogen.", "Det finns inte här.", "What you want to change is not in this dialogue.")],
        ["unknown-phase"] = [new("Den delen finns inte i dialogen.", "Den delen finns inte.", "That part is not in this dialogue.")],
        ["unknown-person"] = [new("Personen finns inte i dialogen.", "Personen finns inte här.", "That person is not in this dialogue.")],
        ["unknown-organisation"] = [new("Aktören finns inte i dialogen.", "Arbetsplatsen finns inte här.", "That organisation is not in this dialogue.")],
        ["item-exists"] = [new("Det finns redan något med samma id.", "Det finns redan.", "Something with the same id exists already.")],
        ["id-reused"] = [new("Samma id har redan använts till något annat. Inget har ändrats.", "Något blev fel. Inget har ändrats.", "The same id was already used for something else. Nothing was changed.")],
        ["not-allowed"] = [new("Det får du inte göra här.", "Det får du inte göra.", "You may not do that here.")],
        ["removed"] = [new(
            "Processledaren har tagit bort dig från dialogen. Prata med processledaren om du vill vara med igen.", "Ledaren har tagit bort dig härifrån. Prata med ledaren.",
            "The facilitator has removed you from the dialogue. Talk to the facilitator if you want to come back.")],
        ["facilitator-only"] = [new("Det kan bara processledaren göra.", "Bara ledaren kan göra det.", "Only the facilitator can do that.")],
        ["participants-only"] = [new("Det kan bara en deltagare göra.", "Bara en deltagare kan göra det.", "Only a participant can do that.")],
        ["own-only"] = [new("Du kan bara ändra det du själv har skrivit.", "Du kan bara ändra ditt eget.", "You can only change what you wrote yourself.")],
        ["writing-closed"] = [new("Den här delen är stängd för skrivande just nu.", "Du kan inte skriva här nu.", "This part is closed for writing right now.")],
        ["phase-not-entered"] = [new("Den delen har inte börjat än.", "Den delen har inte börjat.", "That part has not begun yet.")],
        ["kind-not-here"] = [new("Det går inte att lägga till det i den här delen.", "Det kan du inte lägga till här.", "That cannot be added in this part.")],
        ["changed-meanwhile"] = [new("Någon annan hann ändra. Båda texterna finns kvar: välj vilken som ska gälla.", "Någon annan ändrade först. Välj en av texterna.", "Somebody else changed it first. Both texts are kept: choose which one to use.")],
        ["voting-closed"] = [new("Röstningen är inte öppen.", "Du kan inte rösta nu.", "Voting is not open.")],
        ["votes-spent"] = [
            new("Dina röster räcker inte: du har {limit}.", "Du har inga röster kvar. Du har {limit}.", "Your votes do not suffice: you have {limit}."),
            new("Dina röster räcker inte.", "Du har inga röster kvar.", "Your votes do not suffice.")],
        ["reason-required"] = [new("Skriv varför: då kan de andra göra något åt det.", "Skriv varför.", "Say why: then the others can do something about it.")],
        ["not-answering"] = [new("Du svarar inte för den aktören. Du kan svara för dig själv.", "Du svarar inte för den arbetsplatsen.", "You do not answer for that organisation. You may answer for yourself.")],
        ["outside-tally"] = [new("Din roll räknas inte i omröstningar och ställningstaganden.", "Din roll röstar inte.", "Your role is outside votes and stances.")],
        ["concluded"] = [new("Dialogen är avslutad.", "Dialogen är slut.", "The dialogue is concluded.")],
        ["door-closed"] = [new("Dörren är stängd: ingen ny kan gå med. Fråga processledaren.", "Dörren är stängd. Fråga ledaren.", "The door is closed: nobody new can join. Ask the facilitator.")],
        ["seats-impossible"] = [new(
            "Det går inte att sätta alla så. De som ska sitta isär är fler än borden, ska också sitta ihop, eller sitter redan vid samma bord. Ingen har flyttats.",
            "Det går inte att sätta alla så. Ta bort något önskemål eller lägg till ett bord. Ingen har flyttats.",
            "People cannot be seated like that: those to be kept apart are more than the tables, are to sit together too, or sit at one table already. Nobody was moved.")],
        ["name-taken"] = [new("Det finns redan en aktör som heter så. Slå ihop dem i stället.", "Det namnet finns redan. Slå ihop dem i stället.", "An organisation has that name already. Merge them instead.")],
        ["not-concluded"] = [new("Dialogen är inte avslutad än.", "Dialogen är inte slut.", "The dialogue is not concluded yet.")],
        ["bad-reference"] = [
            new("Det pekar på något som inte finns i dialogen ({field}).", "Något saknas ({field}).", "It points to something that is not in this dialogue ({field})."),
            new("Det pekar på något som inte finns i dialogen.", "Något saknas.", "It points to something that is not in this dialogue.")],
        ["internal"] = [new("Något gick fel hos oss. Inget har ändrats.", "Något gick fel. Inget har ändrats.", "Something went wrong on our side. Nothing was changed.")],
        ["unavailable"] = [new("Servern kan inte spara just nu. Försök igen strax.", "Det går inte att spara nu. Försök igen strax.", "The server cannot save right now. Try again shortly.")],
        ["unknown-code"] = [new("Koden gäller inte, eller så är dörren stängd. Fråga processledaren.", "Koden gäller inte. Fråga ledaren.", "The code does not work, or the door is closed. Ask the facilitator.")],
        ["too-many"] = [new("För många försök. Vänta en minut.", "Vänta en minut. Försök sedan igen.", "Too many tries. Wait a minute.")],
        ["too-many-connections"] = [new("För många är anslutna härifrån just nu. Försök igen om en stund.", "För många är med härifrån nu. Försök igen snart.", "Too many are connected from here right now. Try again in a while.")],
        ["too-fast"] = [new("Det blev för många frågor på en gång. Vänta några sekunder.", "Vänta några sekunder.", "That was too much at once. Wait a few seconds.")],
        ["unsupported-type"] = [new("Det skickades i ett format som servern inte tar emot.", "Formatet går inte att läsa här.", "It was sent in a format that the server does not take.")],
        ["not-signed-in"] = [new("Du behöver logga in eller gå med först.", "Du måste logga in först.", "You need to sign in or join first.")],
        ["wrong-key"] = [new("Nyckeln eller länken stämmer inte, eller är redan använd.", "Nyckeln eller länken är fel.", "The key or link is not right, or has been used.")],
        ["bad-origin"] = [new("Anropet kom från en annan webbplats och togs inte emot.", "Anropet kom från fel webbplats.", "The call came from another site and was not accepted.")],
        ["wrong-host"] = [new("Tjänsten nås inte under det namnet. Använd adressen i din inbjudan.", "Fel adress. Använd adressen i din inbjudan.", "The service is not reached under that name. Use the address in your invitation.")],
        ["link-renew-only"] = [new("Den länken kan inte visas igen. Förnya den: då slutar den gamla att gälla.", "Länken kan inte visas igen. Du kan förnya den.", "That link cannot be shown again. Renew it: the old one then ends.")],
        ["not-found"] = [new("Det finns inte, eller så får du inte se det.", "Det finns inte här.", "It is not here, or you may not see it.")],
        ["rehearsal-running"] = [new("En övning pågår redan. Städa bort den först.", "Du övar redan. Ta bort den övningen först.", "A rehearsal is already under way. Wipe it first.")],
        ["dialogue-live"] = [new("Dialogen pågår. Avsluta den innan du tar bort den.", "Dialogen pågår. Avsluta den först.", "The dialogue is under way. Conclude it before you delete it.")],
        ["confirm-title"] = [new("Skriv dialogens titel precis som den står. Inget har tagits bort.", "Skriv titeln precis som den står. Inget är borta.", "Write the dialogue's title exactly as it stands. Nothing was deleted.")],
        ["waiting"] = [new("Processledaren släpper in dig strax.", "Vänta. Ledaren släpper in dig.", "The facilitator will let you in shortly.")],
    }.ToFrozenDictionary();

    /// <summary>All there are, for those who look after the words.</summary>
    public static IEnumerable<(string Code, IEnumerable<(string Sv, string Simple, string En)> Said)> Codes => All.Select(one => (one.Key, one.Value.Select(said => (said.Sv, said.Simple, said.En))));

    public static string Of(string code, string language, JsonElement? args = null)
    {
        var field = args is { ValueKind: JsonValueKind.Object } a && a.TryGetProperty("field", out var f) && f.ValueKind == JsonValueKind.String ? f.GetString() : null;
        if (!All.TryGetValue($"{code}:{field}", out var sayings) && !All.TryGetValue(code, out sayings)) return language == "en" ? $"Refused: {code}." : $"Det gick inte: {code}.";
        foreach (var said in sayings)
            if (Fill(language switch { "en" => said.En, "sv-simple" => said.Simple, _ => said.Sv }, args) is { } sentence) return sentence;
        return All["internal"][0].Sv;
    }

    /// <summary>The first language we have of those asked for; null if none.</summary>
    public static string? Choose(string? acceptLanguage)
    {
        foreach (var part in (acceptLanguage ?? "").Split(','))
        {
            var tag = part.Split(';')[0].Trim();
            if (tag.Equals("sv-simple", StringComparison.OrdinalIgnoreCase)) return "sv-simple";
            if (tag.StartsWith("sv", StringComparison.OrdinalIgnoreCase)) return "sv";
            if (tag.StartsWith("en", StringComparison.OrdinalIgnoreCase)) return "en";
        }
        return null;
    }

    private static string? Fill(string sentence, JsonElement? args)
    {
        while (sentence.IndexOf('{', StringComparison.Ordinal) is var open and >= 0)
        {
            var close = sentence.IndexOf('}', open);
            var name = sentence[(open + 1)..close];
            if (args is not { ValueKind: JsonValueKind.Object } a || !a.TryGetProperty(name, out var value)) return null;
            var text = value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
            sentence = string.Concat(sentence.AsSpan(0, open), text!.Replace("{", "", StringComparison.Ordinal), sentence.AsSpan(close + 1));
        }
        return sentence;
    }
}
