using Microsoft.Extensions.Logging;

namespace Workshop.Sessions;

/// <summary>What a dialogue says to the operator: ids and kinds of failure, never what people wrote.</summary>
public sealed partial class DialogueGrain
{
    [LoggerMessage(Level = LogLevel.Error, Message = "A rule failed with {Kind} on {Command} in {Dialogue}; the command was refused")]
    private partial void LogBug(string kind, string command, string dialogue);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The journal is full of waiting batches; {Dialogue} tells its people to retry")]
    private partial void LogFull(string dialogue);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An append of {Dialogue} ended in doubt: {Kind}")]
    private partial void LogAppendFailed(string kind, string dialogue);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The journal of {Dialogue} cannot be read: {Kind}; its people are told to retry")]
    private partial void LogReadFailed(string kind, string dialogue);

    [LoggerMessage(Level = LogLevel.Error, Message = "The room of {Dialogue} failed with {Kind} when it was told; it has to read the journal")]
    private partial void LogNotTold(string kind, string dialogue);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The names of {Dialogue}, which is concluded, are not forgotten yet: {Kind}")]
    private partial void LogNamesNotForgotten(string kind, string dialogue);

    [LoggerMessage(Level = LogLevel.Information, Message = "The state of {Dialogue} was not saved: {Kind}; it will be replayed")]
    private partial void LogStateNotSaved(string kind, string dialogue);
}
