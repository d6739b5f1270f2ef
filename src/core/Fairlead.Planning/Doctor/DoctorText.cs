namespace Fairlead.Planning.Doctor;

/// <summary>Diagnoses as people read them.</summary>
public static class DoctorText
{
    /// <summary>One line a diagnosis below the heading of its area; what needs a hand has its remedy on a line of its own.</summary>
    /// <param name="all">False leaves out what is as it should be.</param>
    public static IEnumerable<string> Lines(string node, IReadOnlyList<Diagnosis> diagnoses, bool all = true)
    {
        yield return $"{node}: {Summary(diagnoses)}";
        foreach (var area in diagnoses.Where(diagnosis => all || diagnosis.Level != DiagnosisLevel.Fine).GroupBy(diagnosis => diagnosis.Area))
        {
            yield return $"  {area.Key}";
            foreach (var line in area.SelectMany(Lines))
            {
                yield return $"    {line}";
            }
        }
    }

    public static string Summary(IReadOnlyList<Diagnosis> diagnoses)
    {
        var troubles = diagnoses.Count(diagnosis => diagnosis.Level == DiagnosisLevel.Trouble);
        var notes = diagnoses.Count(diagnosis => diagnosis.Level == DiagnosisLevel.Note);
        return (troubles switch { 0 => "all is well", 1 => "1 thing needs a hand", _ => $"{troubles} things need a hand" })
            + $", {diagnoses.Count - troubles - notes} as they should be" + (notes > 0 ? $", {notes} worth knowing" : "");
    }

    private static IEnumerable<string> Lines(Diagnosis diagnosis)
    {
        var sign = diagnosis.Level switch { DiagnosisLevel.Fine => "ok  ", DiagnosisLevel.Note => "note", _ => "!!  " };
        var expected = diagnosis.Expected.Length > 0 ? $"; expected: {diagnosis.Expected}" : "";
        var isRemedy = diagnosis.Level != DiagnosisLevel.Fine && diagnosis.Action.Length > 0;
        yield return $"{sign} {diagnosis.Subject}: {diagnosis.Found}{expected}{(isRemedy || diagnosis.Action.Length == 0 ? "" : $" ({diagnosis.Action})")}";
        if (isRemedy)
        {
            yield return $"     → {diagnosis.Action}";
        }
    }
}
