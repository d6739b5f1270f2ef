using System.CommandLine;
using Fairlead.Lab;
using Fairlead.Vpc.Faults;

namespace Fairlead.Cli.Commands.Lab;

/// <summary><c>--faults FILE</c> of a lab: read before anything is started, put into use when all of it is up.</summary>
internal static class FaultsOption
{
    public static Option<FileInfo?> Create() => new("--faults")
    {
        Description = "a file of faults, limits and delays that the lab's cloud is to have",
        HelpName = "FILE",
        CustomParser = NamedFile.Parse,
    };

    /// <exception cref="Model.Problems.ProblemException">Everything that is wrong with it.</exception>
    public static string? Read(FileInfo? file)
    {
        if (file is null)
        {
            return null;
        }

        var text = TextFile.Read($"{file}");
        FaultScriptReader.Read(text, file.Name);
        return text;
    }

    /// <param name="endpoint">Of the lab's OpenAPI.</param>
    /// <exception cref="LabException">The lab's cloud did not take it.</exception>
    public static void Use(string text, string endpoint)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        try
        {
            using var answer = http.PutAsync(endpoint + FaultScript.ControlPath, new StringContent(text)).GetAwaiter().GetResult();
            if (!answer.IsSuccessStatusCode)
            {
                throw new LabException($"the lab is up, without faults: its cloud says {answer.Content.ReadAsStringAsync().GetAwaiter().GetResult()}");
            }
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            throw new LabException($"the lab is up, without faults: its cloud does not answer at {endpoint}", error);
        }
    }
}
