// What is asked of the server, and what went wrong in the reader's language. The server says in English what is wrong and names fields.
const { say } = globalThis.cyextractLanguage;
const BY_STATUS = {
  408: "上传太慢，请重试。",
  413: "文本超过服务器的上限；请分成几份，或用更大的 --max-bytes 启动。",
  422: "服务器不接受这些内容。",
  503: "服务器正忙，请稍后再试。",
  504: "这篇文本处理超时；请分成几份，或用更大的 --time-limit 启动。",
};

export class AnswerError extends Error {
  constructor(message, fields = []) {
    super(message);
    this.fields = fields;
  }
}

async function ask(path, body, signal) {
  let response;
  try {
    response = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body, signal });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new AnswerError(say("服务器没有应答，它还在运行吗？", "The server does not answer. Is it still running?"));
  }
  if (response.ok) return response;
  const answer = await response.json();
  throw new AnswerError(say(BY_STATUS[response.status] ?? "处理失败。", answer.error ?? `the server answered ${response.status}`), answer.fields);
}

export const post = (path, body, signal) => postJson(path, JSON.stringify(body), signal);

/** The same with a body that is JSON already. */
export async function postJson(path, body, signal) {
  return (await ask(path, body, signal)).json();
}

export async function postForFile(path, body) {
  return (await ask(path, JSON.stringify(body))).blob();
}
