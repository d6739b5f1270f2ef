using Fairlead.Migration.Terway.Terms;
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
    public void Unknown(string key, IEnumerable<string> known) => Say(Fate.NoCounterpart, key, NotKnown(key, known));

    /// <summary>What the table says of a key, or that it is not known.</summary>
    /// <param name="prefix">What the key is shown with in front.</param>
    public void Say(TermTable table, string key, string prefix = "")
    {
        if (table.Find(key) is { } term)
        {
            Say(term.Fate, prefix + key, term.Plain);
        }
        else
        {
            Say(Fate.NoCounterpart, prefix + key, NotKnown(key, table.Names));
        }
    }

    public void Say(Fate fate, string key, string text) => remarks.Add(new Remark(fate, place, key, text));

    private static string NotKnown(string key, IEnumerable<string> known) => $"is not known here: {Nearest.Sentence("key", key, known)}";
}
