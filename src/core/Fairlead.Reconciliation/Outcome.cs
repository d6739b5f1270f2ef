namespace Fairlead.Reconciliation;

/// <summary>
/// What came of one change: done, refused, or a removal that has begun and is to be heard of later. An update that must remove
/// first answers with that removal, and is asked for the creation when it is over.
/// </summary>
public readonly struct Outcome
{
    private Outcome(WorldException? error, Task<WorldException?>? completion)
    {
        Error = error;
        Completion = completion;
    }

    public static Outcome Done => default;

    /// <summary>What the world said, null unless it refused.</summary>
    public WorldException? Error { get; }

    /// <summary>
    /// Ends when the removal has: with null, or with what the world said. Null where the change is over already. The row is
    /// not looked at until then, so that a slow removal (a link: 11 to 28 ms of RCU waiting) holds up nobody else.
    /// </summary>
    public Task<WorldException?>? Completion { get; }

    public static Outcome Failed(WorldException error) => new(error, null);

    public static Outcome UnderWay(Task<WorldException?> completion) => new(null, completion);
}
