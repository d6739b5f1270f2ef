using System.Runtime.CompilerServices;

namespace Fairlead.Vpc.Tests.Planning;

/// <summary>A file beside the test that says what should come out. FAIRLEAD_GOLDEN=write writes it anew; the difference is for a person to judge.</summary>
internal static class Golden
{
    public static void Compare(string name, IEnumerable<string> lines, [CallerFilePath] string here = "")
    {
        var actual = string.Join('\n', lines) + "\n";
        if (Environment.GetEnvironmentVariable("FAIRLEAD_GOLDEN") == "write")
        {
            File.WriteAllText(Path.Combine(Path.GetDirectoryName(here)!, name), actual);
        }

        Assert.Equal(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Planning", name)), actual);
    }
}
