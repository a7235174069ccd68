using Workshop.Journal;
using Workshop.Rules;

namespace Workshop.Sessions;

/// <summary>A dialogue's state as the journal saves it, to spare a long replay. Another schema, or anything odd: replay instead.</summary>
public static class SavedDialogue
{
    private const int Schema = 3;

    public static SavedState Of(Dialogue dialogue) => new(dialogue.Seq, Schema, StateJson.Write(dialogue));

    public static Dialogue? Read(SavedState? saved)
    {
        if (saved is null || saved.Schema != Schema) return null;
        try
        {
            return StateJson.Read(saved.State) is { } dialogue && dialogue.Seq == saved.Seq ? dialogue : null;
        }
        catch (Exception odd) when (odd is not OutOfMemoryException)
        {
            return null;
        }
    }
}
