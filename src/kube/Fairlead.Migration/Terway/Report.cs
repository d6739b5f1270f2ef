using Fairlead.Model.Problems;

namespace Fairlead.Migration.Terway;

/// <summary>What is said of the keys of one object.</summary>
internal sealed class Report(string place, List<Remark> remarks)
{
    public string Place => place;

    public void TakenOver(string key, string text) => Say(Fate.TakenOver, key, text);

    public void OtherMeaning(string key, string text) => Say(Fate.OtherMeaning, key, text);

    public void NoCounterpart(string key, string text) => Say(Fate.NoCounterpart, key, text);

    public void NotNeeded(string key, string text) => Say(Fate.NotNeeded, key, text);

    /// <summary>A key that Terway does not have either, as far as is known here. Its value is not shown: it may be a secret under a mistyped name.</summary>
    public void Unknown(string key, IEnumerable<string> known) => Say(Fate.NoCounterpart, key, $"is not known here: {Nearest.Sentence("key", key, known)}");

    public void Say(Fate fate, string key, string text) => remarks.Add(new Remark(fate, place, key, text));
}
