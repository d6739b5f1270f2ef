namespace Fairlead.Planning.Paths;

/// <summary>A prediction as lines for people.</summary>
public static class PathText
{
    private const int Indent = 2;
    private const int WordWidth = 10;

    public static IEnumerable<string> Lines(PathPrediction prediction)
    {
        foreach (var line in prediction.Forward.SelectMany(Hop))
        {
            yield return line;
        }

        if (prediction.Back.Count > 0)
        {
            yield return "and back";
            foreach (var line in prediction.Back.SelectMany(Hop))
            {
                yield return line;
            }
        }

        yield return Summary(prediction);
        if (prediction.Stop is { Remedy.Length: > 0 } stop)
        {
            yield return $"would help: {stop.Remedy}";
        }
    }

    public static string Summary(PathPrediction prediction)
    {
        var stop = prediction.Stop;
        var subject = prediction.IsAnswerStopped ? "the answer is stopped" : "stopped";
        return prediction.Outcome switch
        {
            PathOutcome.Reached => $"reached {prediction.ArrivedAt}, which sees {prediction.SeenSource}",
            PathOutcome.Refused => $"refused at {stop!.Where}: {stop.Because}",
            PathOutcome.Unknown => $"cannot tell: at {stop!.Where}, {stop.Because}",
            PathOutcome.Unreachable => $"{subject} at {stop!.Where}, and the sender is told so: {stop.Because}",
            _ => $"{subject} at {stop!.Where}, without a word to the sender: {stop.Because}",
        };
    }

    private static IEnumerable<string> Hop(PathHop hop) =>
        hop.Steps.Select(step => $"{new string(' ', Indent)}{step.What.PadRight(WordWidth)}{step.Text}").Prepend(hop.Where);
}
