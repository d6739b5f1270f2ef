namespace Fairlead.Migration;

/// <summary>What became of a setting.</summary>
public enum Fate
{
    /// <summary>It has no value that could be taken over, and nothing works without one.</summary>
    ToFillIn,

    /// <summary>It means something else here, or it meant something else there than its name says.</summary>
    OtherMeaning,

    /// <summary>Nothing does what it did.</summary>
    NoCounterpart,

    /// <summary>It means the same here.</summary>
    TakenOver,

    /// <summary>What it was for is so without it.</summary>
    NotNeeded,
}

/// <summary>One line of the report.</summary>
/// <param name="Place">File, or kind and name of the object that the key stands in.</param>
/// <param name="Text">One sentence; never the value of a secret.</param>
public sealed record Remark(Fate Fate, string Place, string Key, string Text);
