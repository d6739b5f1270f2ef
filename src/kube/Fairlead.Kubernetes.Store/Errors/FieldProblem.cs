namespace Fairlead.Kubernetes.Store.Errors;

/// <summary>One field that is wrong (<c>field.Error</c> of Kubernetes).</summary>
/// <param name="Path"><c>spec.podRanges[1]</c>; empty for the whole.</param>
/// <param name="Reason"><c>FieldValueInvalid</c>, <c>FieldValueRequired</c> and others of <c>metav1.CauseType</c>.</param>
/// <param name="Message">As people read it, without the path.</param>
public sealed record FieldProblem(string Path, string Reason, string Message)
{
    public static FieldProblem Invalid(string path, string value, string message) => new(path, "FieldValueInvalid", $"Invalid value: {value}: {message}");

    public static FieldProblem Required(string path, string message = "") => new(path, "FieldValueRequired", message.Length == 0 ? "Required value" : $"Required value: {message}");

    public static FieldProblem Forbidden(string path, string message) => new(path, "FieldValueForbidden", $"Forbidden: {message}");

    public override string ToString() => Path.Length == 0 ? Message : $"{Path}: {Message}";
}
