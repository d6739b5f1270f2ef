namespace Fairlead.Migration.Terway.Terms;

/// <summary>What becomes of some of Terway's names, wherever they are met.</summary>
/// <param name="Names">One or more, apart by spaces.</param>
/// <param name="Text">One sentence, of which what is typed or written into files is in backticks.</param>
public sealed record Term(string Names, Fate Fate, string Text)
{
    public IEnumerable<string> Each => Names.Split(' ');

    /// <summary>The sentence as it is said on a terminal.</summary>
    public string Plain => Text.Replace("`", "", StringComparison.Ordinal);
}

/// <summary>All names of one place that Terway reads. The guide's page of settings is written from these tables.</summary>
public sealed class TermTable(string title, params Term[] rows)
{
    private readonly Dictionary<string, Term> _byName = rows.SelectMany(row => row.Each.Select(name => (name, row))).ToDictionary(pair => pair.name, pair => pair.row);

    public string Title => title;

    public IReadOnlyList<Term> Rows => rows;

    public IEnumerable<string> Names => _byName.Keys;

    public Term? Find(string name) => _byName.GetValueOrDefault(name);
}
