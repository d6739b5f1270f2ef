using Fairlead.Model.Problems;

namespace Fairlead.Resources.Validation;

/// <summary>Gathers what is wrong.</summary>
internal sealed class ProblemList
{
    private readonly List<Problem> _all = [];

    public IReadOnlyList<Problem> All => _all;

    public void Add(string path, string message) => _all.Add(new Problem(path, message));

    public void Range(string path, int value, int least, int most, string unit = "")
    {
        if (value < least || value > most)
        {
            Add(path, $"{value} is not between {least} and {most}{unit}");
        }
    }

    /// <summary>No two are the same, and there are not too many.</summary>
    public void Names(string path, IReadOnlyList<string> names, int most = int.MaxValue)
    {
        if (names.Count > most)
        {
            Add(path, $"{names.Count} are too many; {most} at most");
        }

        for (var i = 0; i < names.Count; i++)
        {
            if (names[i].Length == 0)
            {
                Add($"{path}[{i}]", "is empty");
            }
            else if (FirstOf(names, i) is var first && first < i)
            {
                Add($"{path}[{i}]", $"'{names[i]}' is {path}[{first}] already: leave it out");
            }
        }
    }

    private static int FirstOf(IReadOnlyList<string> names, int index)
    {
        for (var i = 0; i < index; i++)
        {
            if (names[i] == names[index])
            {
                return i;
            }
        }

        return index;
    }
}
