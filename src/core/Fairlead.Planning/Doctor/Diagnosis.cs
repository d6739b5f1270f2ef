namespace Fairlead.Planning.Doctor;

public enum DiagnosisLevel
{
    /// <summary>As it should be.</summary>
    Fine,

    /// <summary>Worth knowing; nobody need do anything.</summary>
    Note,

    /// <summary>Needs a hand, or needed one just now.</summary>
    Trouble,
}

/// <summary>One thing that was looked at.</summary>
/// <param name="Area">Heading under which it is printed: <c>settings</c>, <c>agent</c>, …</param>
/// <param name="Subject">What was looked at.</param>
/// <param name="Found">What it is.</param>
/// <param name="Expected">What it should be; empty where <paramref name="Found"/> is that, or nothing was expected.</param>
/// <param name="Action">What was done about it, or what should be; empty for nothing.</param>
public sealed record Diagnosis(string Area, DiagnosisLevel Level, string Subject, string Found, string Expected = "", string Action = "")
{
    public static Diagnosis Fine(string area, string subject, string found, string done = "") => new(area, DiagnosisLevel.Fine, subject, found, "", done);

    public static Diagnosis Note(string area, string subject, string found, string action = "") => new(area, DiagnosisLevel.Note, subject, found, "", action);

    public static Diagnosis Trouble(string area, string subject, string found, string expected, string action) =>
        new(area, DiagnosisLevel.Trouble, subject, found, expected, action);
}
