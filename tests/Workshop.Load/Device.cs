// One device as the server knows it: a cookie container, HTTP, and the way to a socket. Not a person: several may share it.
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Workshop.Load;

/// <summary>An HTTP answer: status, JSON body if there was one, and the bytes as they came (decompressed).</summary>
public sealed record Answer(int Status, JsonNode? Body, byte[] Bytes, HttpResponseHeaders Headers)
{
    public bool Ok => Status is >= 200 and < 300;

    /// <summary>The stable code of a problem, or null.</summary>
    public string? Code => (Body as JsonObject)?["code"]?.GetValue<string>();
}

/// <summary>Who somebody became by joining.</summary>
public sealed record Joined(string DialogueId, string ParticipantId, string? ReturnLink);

/// <summary>An answer that the caller cannot go on from.</summary>
public sealed class UnexpectedAnswerException(string message) : Exception(message);

public sealed class Device : IDisposable
{
    private readonly HttpClient http;

    /// <param name="receiveBuffer">Bytes the kernel may hold for this device's sockets: small, and a reader that stops is felt at once.</param>
    public Device(Uri server, int? receiveBuffer = null)
    {
        Server = server;
        var handler = new SocketsHttpHandler
        {
            CookieContainer = Cookies,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
        };
        if (server is { Scheme: "https", IsLoopback: true }) handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true; // made for the test
        if (receiveBuffer is { } bytes)
            handler.ConnectCallback = (context, stop) => Sockets.Connect(context.DnsEndPoint, bytes, stop);
        Invoker = new HttpMessageInvoker(handler, disposeHandler: true);
        http = new HttpClient(handler, disposeHandler: false) { BaseAddress = server, Timeout = TimeSpan.FromSeconds(30) };
    }

    public Uri Server { get; }

    public CookieContainer Cookies { get; } = new();

    /// <summary>What a ClientWebSocket of this device connects with, so that the cookie goes along.</summary>
    public HttpMessageInvoker Invoker { get; }

    public string Origin => Server.GetLeftPart(UriPartial.Authority);

    public Task<Answer> Get(string path, CancellationToken stop = default) => Send(HttpMethod.Get, path, null, stop);

    public Task<Answer> Post(string path, JsonNode? body, CancellationToken stop = default) =>
        Send(HttpMethod.Post, path, Encoding.UTF8.GetBytes(body?.ToJsonString() ?? ""), stop);

    /// <summary>Any bytes to any path: what is sent is the caller's business.</summary>
    public async Task<Answer> Send(HttpMethod method, string path, byte[]? body, CancellationToken stop = default)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation("Origin", Origin);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        using var response = await http.SendAsync(request, stop);
        var bytes = await response.Content.ReadAsByteArrayAsync(stop);
        var isJson = response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
        return new Answer((int)response.StatusCode, isJson && bytes.Length > 0 ? JsonNode.Parse(bytes) : null, bytes, response.Headers);
    }

    /// <exception cref="UnexpectedAnswerException">Not a 2xx.</exception>
    public async Task<JsonNode?> Must(HttpMethod method, string path, JsonNode? body = null)
    {
        var answer = await Send(method, path, body is null && method == HttpMethod.Get ? null : Encoding.UTF8.GetBytes(body?.ToJsonString() ?? ""));
        return answer.Ok ? answer.Body : throw new UnexpectedAnswerException($"{method} {path}: {answer.Status} {Encoding.UTF8.GetString(answer.Bytes)}");
    }

    public async Task<Joined> Join(string joinCode, string name, string? organisation, string level = "frontline", string? role = null)
    {
        var body = new JsonObject { ["joinCode"] = joinCode, ["name"] = name, ["level"] = level };
        if (organisation is not null) body["organisation"] = organisation;
        if (role is not null) body["role"] = role;
        var joined = (await Must(HttpMethod.Post, "/api/join", body))!;
        return new Joined((string)joined["dialogueId"]!, (string)joined["participantId"]!, (string?)joined["returnLink"]);
    }

    /// <summary>The session cookie as a header line's value, for clients that write their own requests.</summary>
    public string CookieHeader() => Cookies.GetCookieHeader(Server);

    public void Dispose()
    {
        http.Dispose();
        Invoker.Dispose();
    }
}
